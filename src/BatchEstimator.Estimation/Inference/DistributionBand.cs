namespace BatchEstimator.Estimation.Inference;

/// <summary>How far the distribution function of n rows strays from that which drew them, anywhere at once.</summary>
/// <remarks>A. Dvoretzky, J. Kiefer and J. Wolfowitz, Ann. Math. Statist. 27 (1956) 642-669, lemma 2, with the constant of P. Massart, Ann. Probab. 18 (1990) 1269-1283, corollary 1.</remarks>
public static class DistributionBand
{
    /// <summary>The half width: P(largest distance &gt; epsilon) &lt;= 2 exp(-2 n epsilon^2) = 1 - level.</summary>
    /// <param name="n">The number of rows.</param>
    /// <param name="level">The coverage, such as 0.95.</param>
    public static double HalfWidth(double n, double level) => Math.Sqrt(Math.Log(2 / (1 - level)) / (2 * n));
}
