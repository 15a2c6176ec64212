namespace BatchEstimator.Estimation.Inference;

/// <summary>
/// The p-value of a Monte Carlo test that stops as soon as the answer is clear: after h simulated statistics at least as large as the
/// observed one, l draws in all, it is h / l; if the draws end before that with g such statistics out of m, it is (g + 1) / (m + 1). Either
/// way P(p &lt;= t) is at most t under the hypothesis.
/// </summary>
/// <param name="observed">The observed statistic.</param>
/// <param name="enough">h, how many exceedances settle it.</param>
/// <remarks>J. Besag and P. Clifford, Sequential Monte Carlo p-values, Biometrika 78 (1991) 301-304, section 2.</remarks>
public sealed class SequentialPValue(double observed, int enough)
{
    // A simulated sample equal to the observed one must count, whatever the order in which its terms were added.
    private readonly double threshold = observed - 1e-10 * Math.Abs(observed);

    /// <summary>How many draws there were until it was settled.</summary>
    public int Draws { get; private set; }

    /// <summary>How many of them were at least as large as the observed statistic.</summary>
    public int Exceedances { get; private set; }

    /// <summary>True if further draws change nothing.</summary>
    public bool IsSettled => Exceedances >= enough;

    /// <summary>The p-value from the draws so far.</summary>
    public double Value => IsSettled ? (double)Exceedances / Draws : (Exceedances + 1.0) / (Draws + 1.0);

    /// <summary>Takes the next simulated statistic; one that is not a number counts as large.</summary>
    public void Add(double simulated)
    {
        if (IsSettled)
            return;
        Draws++;
        if (!(simulated < threshold))
            Exceedances++;
    }
}
