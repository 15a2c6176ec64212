using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// The shapes of a Dirichlet (for two shares: beta) distribution from the means of the logs of the shares. The log-
/// likelihood is concave; its Hessian is a diagonal plus a constant, so that a Newton step costs no more than a gradient. A step is
/// shortened so that no shape shrinks to less than a tenth, and halved until it climbs.
/// </summary>
/// <remarks>T. P. Minka, Estimating a Dirichlet distribution, 2000, section 1.</remarks>
internal static class DirichletShapes
{
    private const int MostSteps = 500;

    /// <summary>The shapes; null if they are not found, as where the likelihood grows without bound.</summary>
    /// <param name="meanLogs">For each share, the mean of its logarithm.</param>
    /// <param name="rows">How many rows they are means of.</param>
    /// <param name="start">Where to start.</param>
    /// <param name="steps">The Newton steps taken.</param>
    public static double[]? Solve(double[] meanLogs, double rows, double[] start, out int steps)
    {
        int size = meanLogs.Length;
        double[] alpha = [.. start], step = new double[size], next = new double[size];
        double value = LogLikelihood(alpha, meanLogs, rows);
        for (steps = 1; steps <= MostSteps; steps++)
        {
            double decrement = Step(alpha, meanLogs, rows, step);
            // The value no longer tells so near the top, but a full Newton step there still doubles the digits.
            bool last = decrement < 1e-16 * (1 + Math.Abs(value));
            double fraction = 1;
            for (int k = 0; k < size; k++)
                fraction = step[k] < -0.9 * alpha[k] ? Math.Min(fraction, -0.9 * alpha[k] / step[k]) : fraction;
            for (int half = 0; half < 60; half++, fraction /= 2)
            {
                for (int k = 0; k < size; k++)
                    next[k] = alpha[k] + fraction * step[k];
                double tried = LogLikelihood(next, meanLogs, rows);
                if (!last && !(tried > value))
                    continue;
                (alpha, next, value) = (next, alpha, tried);
                break;
            }
            if (!alpha.All(a => a > 0 && a < 1e15))
                return null;
            if (last)
                return alpha;
            if (fraction < 1e-15)
                return decrement < 1e-10 ? alpha : null;
        }
        return null;
    }

    /// <summary>The log-likelihood of shapes.</summary>
    public static double LogLikelihood(double[] alpha, double[] meanLogs, double rows)
    {
        double sum = rows * LogConstant(alpha);
        for (int k = 0; k < alpha.Length; k++)
            sum += rows * (alpha[k] - 1) * meanLogs[k];
        return sum;
    }

    /// <summary>log Gamma of the sum less the sum of log Gammas, as a sum of log betas so that large shapes cancel exactly.</summary>
    public static double LogConstant(ReadOnlySpan<double> alpha)
    {
        double sum = 0, total = alpha[0];
        for (int k = 1; k < alpha.Length; k++)
        {
            sum -= SpecialFunctions.LogBeta(total, alpha[k]);
            total += alpha[k];
        }
        return sum;
    }

    /// <summary>What is left at a claimed top: the slope in units of one over the standard error, and the next Newton step beside the shapes.</summary>
    public static (double Slope, double Step) Remainder(double[] alpha, double[] meanLogs, double rows)
    {
        var step = new double[alpha.Length];
        double decrement = Step(alpha, meanLogs, rows, step);
        return (Math.Sqrt(Math.Max(0, decrement)), step.Zip(alpha, (s, a) => Math.Abs(s) / a).Max());
    }

    // Minus the Hessian is diag(d) - c 11' with d = n trigamma(alpha) and c = n trigamma(sum of alpha); its inverse by Sherman and Morrison.
    private static double Step(double[] alpha, double[] meanLogs, double rows, double[] step)
    {
        double total = alpha.Sum(), common = rows * SpecialFunctions.Trigamma(total), ratio = 0, inverse = 0, decrement = 0;
        var slope = new double[alpha.Length];
        var diagonal = new double[alpha.Length];
        for (int k = 0; k < alpha.Length; k++)
        {
            slope[k] = rows * (meanLogs[k] + SpecialFunctions.DigammaIncrement(alpha[k], total - alpha[k]));
            diagonal[k] = rows * SpecialFunctions.Trigamma(alpha[k]);
            ratio += slope[k] / diagonal[k];
            inverse += 1 / diagonal[k];
        }
        double shared = common * ratio / (1 - common * inverse);
        for (int k = 0; k < alpha.Length; k++)
        {
            step[k] = (slope[k] + shared) / diagonal[k];
            decrement += step[k] * slope[k];
        }
        return decrement;
    }

    /// <summary>The standard errors from the same Hessian.</summary>
    public static double?[] StandardErrors(double[] alpha, double rows)
    {
        double common = rows * SpecialFunctions.Trigamma(alpha.Sum());
        double[] inverse = [.. alpha.Select(a => 1 / (rows * SpecialFunctions.Trigamma(a)))];
        double shared = common / (1 - common * inverse.Sum());
        return [.. inverse.Select(v => Math.Sqrt(v + v * v * shared)).Select(error => double.IsFinite(error) ? error : (double?)null)];
    }

    /// <summary>A start from the geometric means g of the shares: 1/2 + g / (2 (1 - sum of g)), exact in the limit of little spread.</summary>
    /// <remarks>N. L. Johnson and S. Kotz, Continuous Univariate Distributions 2, 1970, section 24.4, for two shares.</remarks>
    public static double[]? Start(double[] meanLogs)
    {
        double[] shares = [.. meanLogs.Select(Math.Exp)];
        double rest = 1 - shares.Sum();
        return rest > 1e-14 ? [.. shares.Select(g => 0.5 + g * (meanLogs.Length - 1) / (2 * rest))] : null;
    }
}
