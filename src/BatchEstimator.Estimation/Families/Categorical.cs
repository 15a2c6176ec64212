using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Priors;
using BatchEstimator.Estimation.Statistics;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// One of several labels, label k with probability p[k]; the log-likelihood is that of the individual outcomes.
/// Sufficient: how often each label occurs. The estimates are the shares; a label that never occurs lies on the boundary.
/// A dirichlet(alpha) prior gives (c + alpha - 1) / (n + sum of alpha - K).
/// </summary>
/// <remarks>Data column 0 holds the index of the label.</remarks>
public sealed class Categorical : VectorFamily
{
    /// <inheritdoc/>
    public override string Name => "categorical";

    /// <inheritdoc/>
    public override string Summary => "one of several labels: defect types, answers, faces of a die";

    /// <inheritdoc/>
    public override string Support => "labels; those of levels, if given";

    /// <inheritdoc/>
    public override string Existence => "always; on the boundary for labels that never occur";

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; } = [ParameterInfo.Probability("p[level]", "probability of each label")];

    /// <inheritdoc/>
    public override IReadOnlyList<DataRole> Roles => [DataRole.Response, DataRole.Levels];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Links { get; } = ["logit"];

    /// <inheritdoc/>
    internal override ScalarFamily OfRow(IReadOnlyList<string> levels, string? link) => new MultinomialLogit(levels);

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> JointPriors { get; } = new Dictionary<string, string> { ["p"] = "dirichlet" };

    /// <inheritdoc/>
    public override IReadOnlyList<string> ParameterNames(IReadOnlyList<string> labels) => [.. labels.Select(label => $"p[{label}]")];

    /// <inheritdoc/>
    public override Expr LogDensity(int dimension)
    {
        var label = Data(0, "label");
        Expr sum = 0;
        for (int k = 0; k < dimension; k++)
            sum += XLogY(IsValue(label, k), Parameter(k, $"p[{k}]"));
        return sum;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Statistic>? Statistics(int dimension) => null;

    /// <inheritdoc/>
    public override SupportTest? InSupport => null;

    /// <inheritdoc/>
    public override string? Objection(Prior? prior, bool anyHeld, int? dimension) => DirichletMode.Objection(prior, dimension);

    /// <inheritdoc/>
    public override VectorEstimate Estimate(ReadOnlySpan<DoubleDouble> sums, IReadOnlyList<string> labels, Prior? prior, IReadOnlyList<double?> held)
    {
        var counts = new double[labels.Count];
        for (int k = 0; k < counts.Length; k++)
            counts[k] = (double)sums[3 + k];
        return DirichletMode.Of(ParameterNames(labels), counts, 0, prior, held);
    }
}
