namespace BatchEstimator.Estimation.Numerics;

/// <summary>Functions that lose no digits where their plain formula would: near zero, and far out in a tail.</summary>
public static class StableFunctions
{
    private static readonly double[] Bernoulli =
        [1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6, -3617.0 / 510, 43867.0 / 798, -174611.0 / 330, 854513.0 / 138];

    /// <summary>log(exp(a) + exp(b)).</summary>
    public static double LogSumExp(double a, double b)
    {
        double max = Math.Max(a, b);
        return double.IsInfinity(max) ? max : max + SpecialFunctions.Log1P(Math.Exp(-Math.Abs(a - b)));
    }

    /// <summary>The log of the sum of the exponentials of all values.</summary>
    public static double LogSumExp(ReadOnlySpan<double> values)
    {
        double max = double.NegativeInfinity, sum = 0;
        foreach (double value in values)
            max = Math.Max(max, value);
        if (double.IsInfinity(max))
            return max;
        foreach (double value in values)
            sum += Math.Exp(value - max);
        return max + Math.Log(sum);
    }

    /// <summary>The derivative of that order of log(1 + x)/x, by its power series near zero, else by x f(n) + n f(n-1) = log(1 + x)(n).</summary>
    public static double Log1PRatio(int order, double x)
    {
        if (Math.Abs(x) < 0.4)
        {
            double sum = 0, power = 1;
            for (int k = order; k < order + 48; k++, power *= -x)
                sum += power * Falling(k, order) / (k + 1);
            return order % 2 == 0 ? sum : -sum;
        }
        double value = SpecialFunctions.Log1P(x) / x, outer = 1 / (1 + x);
        for (int n = 1; n <= order; n++, outer *= -(n - 1) / (1 + x))
            value = (outer - n * value) / x;
        return value;
    }

    /// <summary>The derivative of that order of (exp(x) - 1)/x, by its power series near zero, else by x f(n) + n f(n-1) = exp(x).</summary>
    public static double ExpM1Ratio(int order, double x)
    {
        if (Math.Abs(x) < 2)
        {
            double sum = 0, term = 1;
            for (int k = 0; k < 30; k++, term *= x / k)
                sum += term / (k + order + 1);
            return sum;
        }
        double value = SpecialFunctions.ExpM1(x) / x, exp = Math.Exp(x);
        for (int n = 1; n <= order; n++)
            value = (exp - n * value) / x;
        return value;
    }

    /// <summary>The derivative of digamma of an order from 1, for x &gt; 0, by recurrence and asymptotic series (Abramowitz and Stegun 6.4.6, 6.4.11).</summary>
    public static double Polygamma(int order, double x)
    {
        if (!(x > 0))
            return double.NaN;
        double factorial = 1, direct = 0;
        for (int i = 2; i < order; i++)
            factorial *= i;
        for (; x < 12 + order; x++)
            direct += Math.Pow(x, -order - 1);
        double r = 1 / (x * x), term = factorial * order, sum = factorial + factorial * order / (2 * x);
        for (int k = 1; k <= Bernoulli.Length; k++)
        {
            // term = (2k + order - 1)! / (2k)! / x^(2k)
            term *= k == 1 ? r * (order + 1) / 2 : r * (2 * k + order - 1) * (2 * k + order - 2) / (2 * k * (2 * k - 1));
            sum += Bernoulli[k - 1] * term;
        }
        double value = factorial * order * direct + sum * Math.Pow(x, -order);
        return order % 2 == 1 ? value : -value;
    }

    private static double Falling(int n, int count)
    {
        double product = 1;
        for (int i = 0; i < count; i++)
            product *= n - i;
        return product;
    }
}
