using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Statistics;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// One of several levels in order: an unseen value with distribution function F fell between the row's lower and upper end,
/// P = F(upper) - F(lower), F being the inverse of the link. The first level has no lower end (it is known from above), the last no upper one.
/// The log-likelihood is concave in both ends, and minus infinity or not a number where they are not in order.
/// </summary>
/// <remarks>P. McCullagh, J. R. Statist. Soc. B 42 (1980) 109-142; concavity: J. W. Pratt, J. Amer. Statist. Assoc. 76 (1981) 103-106.</remarks>
/// <param name="link">The link.</param>
internal sealed class CumulativeLink(Link link) : ScalarFamily
{
    private static readonly Variable Lower = Parameter(0, "lower"), Upper = Parameter(1, "upper");

    /// <inheritdoc/>
    public override string Name => $"cumulative {link.Name}";

    /// <inheritdoc/>
    public override string Summary => "one of several levels in order, by the interval in which an unseen value fell";

    /// <inheritdoc/>
    public override string Support => "the number of a level, from 0";

    /// <inheritdoc/>
    public override string Existence => "if at least two levels occur";

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; } =
        [ParameterInfo.Real("lower", "lower end of the interval"), ParameterInfo.Real("upper", "upper end of the interval")];

    /// <inheritdoc/>
    public override RegressionForm? Regression { get; } =
        RegressionForm.Natural([0, 1], RegressionParameter.Real("lower"), RegressionParameter.Real("upper")) with { Layout = FormulaLayout.Cuts };

    /// <inheritdoc/>
    public override bool IsDiscrete => true;

    /// <inheritdoc/>
    public override SupportTest? InSupport => null;

    /// <inheritdoc/>
    public override Expr LogDensity(Expr x) => LogBetweenEnds(link, Lower, Upper);

    /// <inheritdoc/>
    public override Expr? LogCdf(Expr x) => link.LogInverse!(Upper);

    /// <inheritdoc/>
    public override Expr? LogSurvival(Expr x) => link.LogComplement!(Lower);

    /// <inheritdoc/>
    public override IEnumerable<double[]> Starts(Sample sample) => [];

    /// <summary>log(F(upper) - F(lower)), where nothing cancels however near the ends are or how far out.</summary>
    /// <param name="link">The link.</param>
    /// <param name="lower">The lower end.</param>
    /// <param name="upper">The upper end.</param>
    internal static Expr LogBetweenEnds(Link link, Expr lower, Expr upper)
    {
        if (link == Link.Logit)
            return Log1MExp(lower - upper) - Softplus(-upper) - Softplus(lower);
        if (link == Link.CLogLog)
            return Log1MExp(-Exp(lower) * ExpM1(upper - lower)) - Exp(lower);
        Expr belowLower = link.LogInverse!(lower), aboveLower = link.LogComplement!(lower);
        return IfPositive(belowLower - aboveLower, LogDiffExp(aboveLower, link.LogComplement!(upper)), LogDiffExp(link.LogInverse!(upper), belowLower));
    }

    /// <summary>F, the inverse of the link.</summary>
    internal double Cdf(double eta) => link.Invert(eta);

    /// <summary>The cut points without predictors: the links of the cumulative shares.</summary>
    /// <param name="counts">The weight of each level, all above 0.</param>
    internal double[] CutsOf(IReadOnlyList<double> counts)
    {
        var cuts = new double[counts.Count - 1];
        double below = 0;
        for (int k = 0; k < cuts.Length; k++)
        {
            below += counts[k];
            double above = counts.Skip(k + 1).Sum();
            cuts[k] = link == Link.Logit ? Math.Log(below / above) : link.Apply(below / (below + above));
        }
        return cuts;
    }
}
