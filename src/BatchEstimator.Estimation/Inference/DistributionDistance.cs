namespace BatchEstimator.Estimation.Inference;

/// <summary>
/// How far the distribution function of a sample lies from a given continuous one. A row of weight w counts as w equal rows; whole weights
/// are not required.
/// </summary>
/// <param name="KolmogorovSmirnov">D, the largest vertical distance.</param>
/// <param name="AndersonDarling">A^2 = -n - (1/n) sum over i of (2i - 1) (log F(x_i) + log(1 - F(x_(n+1-i)))); infinite if a value has probability 0 on one of its sides.</param>
/// <param name="CramerVonMises">W^2 = 1 / (12 n) + sum over i of (F(x_i) - (2i - 1) / (2n))^2.</param>
/// <remarks>
/// M. A. Stephens, EDF statistics for goodness of fit and some comparisons, J. Amer. Statist. Assoc. 69 (1974) 730-737, p. 731.
/// Over w equal rows behind the first c, the sum of 2i - 1 is w (2c + w).
/// </remarks>
public readonly record struct DistributionDistance(double KolmogorovSmirnov, double AndersonDarling, double CramerVonMises)
{
    /// <summary>The distances of a sample in ascending order.</summary>
    /// <param name="cdf">F at each value.</param>
    /// <param name="logCdf">log F at each value.</param>
    /// <param name="logSurvival">log(1 - F) at each value, right also where F is 1 in a double.</param>
    /// <param name="weights">The number of rows with each value; empty = 1.</param>
    public static DistributionDistance Of(ReadOnlySpan<double> cdf, ReadOnlySpan<double> logCdf, ReadOnlySpan<double> logSurvival, ReadOnlySpan<double> weights = default)
    {
        double n = cdf.Length;
        if (!weights.IsEmpty)
        {
            n = 0;
            foreach (double weight in weights[..cdf.Length])
                n += weight;
        }
        double before = 0, largest = 0, logs = 0, squares = 0;
        for (int i = 0; i < cdf.Length; i++)
        {
            double w = weights.IsEmpty ? 1 : weights[i], f = cdf[i], below = 2 * before + w;
            logs += w * (below * logCdf[i] + (2 * n - below) * logSurvival[i]);
            double apart = below / (2 * n) - f, step = w / n;
            squares += w * (apart * apart + step * step / 12);
            largest = Math.Max(largest, Math.Abs(apart) + 0.5 * step);
            before += w;
        }
        return new(largest, -n - logs / n, squares);
    }
}
