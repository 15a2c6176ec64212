namespace BatchEstimator.Estimation.Inference;

/// <summary>
/// How sure a mean of n independent values in a known range is, whatever their distribution:
/// P(|mean - expectation| &gt;= epsilon) &lt;= 2 exp(-2 n epsilon^2 / range^2).
/// </summary>
/// <remarks>W. Hoeffding, J. Amer. Statist. Assoc. 58 (1963) 13-30, theorem 2.</remarks>
public static class HoeffdingBound
{
    /// <summary>The bound on the probability of being off by epsilon or more. As computed: above 1 it says nothing.</summary>
    /// <param name="n">The number of values.</param>
    /// <param name="epsilon">The distance, in units of the data.</param>
    /// <param name="range">The width of the range of the data.</param>
    public static double Probability(double n, double epsilon, double range = 1) => 2 * Math.Exp(-2 * n * Math.Pow(epsilon / range, 2));

    /// <summary>The least whole n for which the bound is at most delta.</summary>
    public static double RequiredRows(double epsilon, double delta, double range = 1) => Math.Ceiling(Math.Log(2 / delta) / (2 * Math.Pow(epsilon / range, 2)));

    /// <summary>The distance that n values guarantee with probability 1 - delta.</summary>
    public static double Epsilon(double n, double delta, double range = 1) => range * Math.Sqrt(Math.Log(2 / delta) / (2 * n));
}
