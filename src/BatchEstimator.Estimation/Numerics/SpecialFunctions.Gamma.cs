using Library = MathNet.Numerics.SpecialFunctions;

namespace BatchEstimator.Estimation.Numerics;

/// <content>The gamma function and its relatives.</content>
public static partial class SpecialFunctions
{
    private const double EulerGamma = 0.577215664901532860606512090082;

    // (-1)^k (zeta(k) - 1) / k for k = 2, 3, ...: log Gamma(2 + t) = (1 - gamma) t + sum of these times t^k (Abramowitz and Stegun 6.1.33).
    private static readonly double[] LogGammaAtTwo =
    [
        0.32246703342411321824, -0.067352301053198095133, 0.020580808427784547879, -0.0073855510286739852663, 0.0028905103307415232858,
        -0.0011927539117032609771, 0.00050966952474304242234, -0.00022315475845357937976, 0.000099457512781808533715, -0.0000449262367381331417,
        0.000020507212775670691553, -9.439488275268395904e-6, 4.3748667899074878042e-6, -2.0392157538013662368e-6, 9.5514121304074198329e-7,
        -4.4924691987645660433e-7, 2.1207184805554665869e-7, -1.0043224823968099609e-7, 4.7698101693639805658e-8, -2.271109460894316491e-8,
        1.0838659214896954091e-8, -5.1834750419700466551e-9, 2.4836745438024783172e-9, -1.1921401405860912074e-9, 5.7313672416788620133e-10,
        -2.7595228851242331452e-10, 1.3304764374244489481e-10, -6.4229645638381000221e-11, 3.1044247747322272762e-11, -1.5021384080754142171e-11,
    ];

    /// <summary>log Gamma(x) for x &gt; 0, to the last digits also near its zeros at 1 and 2 and at the integers that counts are made of.</summary>
    public static double LogGamma(double x)
    {
        if (!(x > 0) || double.IsPositiveInfinity(x))
            return x == 0 || x > 0 ? double.PositiveInfinity : double.NaN;
        if (x < 1.5)
            return x < 0.5 ? LogGammaOnePlus(x) - Math.Log(x) : LogGammaOnePlus(x - 1);
        if (x <= 170 && x == Math.Floor(x))
            return Library.FactorialLn((int)x - 1);
        if (x >= 10)
            return (x - 0.5) * Math.Log(x) - x + LogSqrtTwoPi + StirlingRemainder(x);
        double product = 1;
        for (; x > 2.5; product *= x)
            x--;
        return LogGammaNearTwo(x - 2) + Math.Log(product);
    }

    /// <summary>log Gamma(1 + x) for x &gt; -1, exact to its own size for small x.</summary>
    public static double LogGammaOnePlus(double x) => Math.Abs(x) <= 0.5 ? LogGammaNearTwo(x) - Log1P(x) : LogGamma(1 + x);

    private static double LogGammaNearTwo(double t)
    {
        double sum = 0;
        for (int k = LogGammaAtTwo.Length - 1; k >= 0; k--)
            sum = sum * t + LogGammaAtTwo[k];
        return t * (1 - EulerGamma + t * sum);
    }

    /// <summary>log Gamma(x) - [(x - 1/2) log x - x + log(2 pi)/2], the remainder of Stirling's formula, about 1/(12 x) (Abramowitz and Stegun 6.1.41).</summary>
    public static double StirlingRemainder(double x)
    {
        if (x < 1)
            return LogGamma(x) - (x - 0.5) * Math.Log(x) + x - LogSqrtTwoPi;
        double sum = 0;
        for (; x < 10; x++)
        {
            // remainder(x) - remainder(x + 1) = (x + 1/2) log(1 + 1/x) - 1 = atanh(r)/r - 1 with r = 1/(2x + 1): positive terms only.
            double r = 1 / (2 * x + 1), square = r * r, power = square;
            for (int k = 3; power > 1e-18; k += 2, power *= square)
                sum += power / k;
        }
        double s = 1 / (x * x);
        return sum + (1.0 / 12 - s * (1.0 / 360 - s * (1.0 / 1260 - s * (1.0 / 1680 - s * (1.0 / 1188 - s * (691.0 / 360360 - s * (1.0 / 156 - s * 3617.0 / 122400))))))) / x;
    }

    /// <summary>log(x) - digamma(x), about 1/(2x), without cancellation (Abramowitz and Stegun 6.3.18).</summary>
    public static double LogMinusDigamma(double x)
    {
        double sum = 0;
        for (; x < 12; x++)
            sum -= Log1PMinus(1 / x);
        double s = 1 / (x * x);
        return sum + 0.5 / x + s * (1.0 / 12 - s * (1.0 / 120 - s * (1.0 / 252 - s * (1.0 / 240 - s * (1.0 / 132 - s * (691.0 / 32760 - s / 12))))));
    }

    /// <summary>The derivative of log Gamma.</summary>
    public static double Digamma(double x)
    {
        double sum = 0;
        for (; x < 12; x++)
            sum += 1 / x;
        return Math.Log(x) - LogMinusDigamma(x) - sum;
    }

    /// <summary>The second derivative of log Gamma, by recurrence and asymptotic series (Abramowitz and Stegun 6.4.6, 6.4.12).</summary>
    public static double Trigamma(double x)
    {
        double sum = 0;
        for (; x < 15; x++)
            sum += 1 / (x * x);
        double r = 1 / (x * x);
        return sum + 1 / x + r / 2 + r / x * (1.0 / 6 - r * (1.0 / 30 - r * (1.0 / 42 - r * (1.0 / 30 - r * 5.0 / 66))));
    }

    /// <summary>The third derivative of log Gamma (Abramowitz and Stegun 6.4.6, 6.4.13).</summary>
    public static double Tetragamma(double x)
    {
        double sum = 0;
        for (; x < 15; x++)
            sum += 2 / (x * x * x);
        double r = 1 / (x * x);
        return -sum - r * (1 + 1 / x + r * (1.0 / 2 - r * (1.0 / 6 - r * (1.0 / 6 - r * (3.0 / 10 - r * 5.0 / 6)))));
    }

    /// <summary>log Gamma(x + h) - log Gamma(x) for x, h &gt; 0: exact to its own size however small h or large x.</summary>
    public static double LogGammaIncrement(double x, double h)
    {
        if (h > 1 && x < 10)
            return LogGamma(x + h) - LogGamma(x);
        double sum = 0;
        for (; x < 10; x++)
            sum -= Log1P(h / x);
        if (h < 1e-4 * x)
        {
            double slope = h * Digamma(x), bend = 0.5 * h * h * Trigamma(x), next = h * h * h / 6 * Tetragamma(x);
            // The fourth term, h^4 / 24 times about 2 / x^3.
            return sum + slope + bend + next + h / x * (h / x) * (h / x) * h / 12;
        }
        double shift = StirlingRemainder(x + h) - StirlingRemainder(x);
        return sum + h * Math.Log(x) + x * Log1PMinus(h / x) + (h - 0.5) * Log1P(h / x) + shift;
    }

    /// <summary>digamma(x + h) - digamma(x) for x, h &gt; 0, exact to its own size.</summary>
    public static double DigammaIncrement(double x, double h)
    {
        double sum = 0;
        for (; x < 12; x++)
            sum += h / (x * (x + h));
        return sum + (h < 1e-5 * x ? h * (Trigamma(x) + 0.5 * h * Tetragamma(x)) : Log1P(h / x) + LogMinusDigamma(x) - LogMinusDigamma(x + h));
    }

    /// <summary>trigamma(x + h) - trigamma(x) for x, h &gt; 0, exact to its own size.</summary>
    public static double TrigammaIncrement(double x, double h)
    {
        double sum = 0;
        for (; x < 12; x++)
            sum -= h * (2 * x + h) / (x * x * (x + h) * (x + h));
        if (h > 1e-4 * x)
            return sum + Trigamma(x + h) - Trigamma(x);
        // Taylor's terms; polygamma 3 and 4 by their asymptotic series (Abramowitz and Stegun 6.4.14).
        double r = 1 / x, third = r * r * r * (2 + r * (3 + r * (2 - r * r))), fourth = -r * r * r * r * (6 + r * (12 + r * 10));
        return sum + h * (Tetragamma(x) + h * (third / 2 + h * fourth / 6));
    }

    /// <summary>log B(a, b) = log Gamma(a) + log Gamma(b) - log Gamma(a + b), stable when one or both are large.</summary>
    public static double LogBeta(double a, double b)
    {
        double small = Math.Min(a, b), large = Math.Max(a, b);
        if (large < 10)
            return LogGamma(small) + (small < 1 ? -LogGammaIncrement(large, small) : LogGamma(large) - LogGamma(a + b));
        return small < 10
            ? LogGamma(small) - LogGammaIncrement(large, small)
            : LogSqrtTwoPi - 0.5 * Math.Log(small) - small * Log1P(large / small) - (large - 0.5) * Log1P(small / large)
                + StirlingRemainder(small) + StirlingRemainder(large) - StirlingRemainder(a + b);
    }

    /// <summary>log of n over k.</summary>
    public static double LogBinomial(double n, double k) => LogGamma(n + 1) - LogGamma(k + 1) - LogGamma(n - k + 1);
}
