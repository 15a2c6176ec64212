using BatchEstimator.Estimation.Likelihoods;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// One of several labels in order: P(y at most level k) = F(threshold k - x'b), F being the inverse of the link; with the logit the odds
/// of being at most k change by the same factor for every k (proportional odds). The thresholds take the place of an intercept. Without predictors
/// they are the links of the cumulative shares.
/// </summary>
/// <remarks>Data column 0 holds the index of the label. P. McCullagh, Regression models for ordinal data, J. R. Statist. Soc. B 42 (1980) 109-142.</remarks>
public sealed class Ordinal : Family
{
    private static readonly IReadOnlyList<Link> Known = [Link.Logit, Link.Probit, Link.CLogLog];

    /// <inheritdoc/>
    public override string Name => "ordinal";

    /// <inheritdoc/>
    public override string Summary => "one of several labels in order: grades, ratings, stages";

    /// <inheritdoc/>
    public override string Support => "labels; those of levels, if given";

    /// <inheritdoc/>
    public override string Existence => "if at least two levels occur and nothing separates them; a level that never occurs has probability 0";

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; } = [ParameterInfo.Real("threshold[a|b]", "where level a ends and b, the next, begins")];

    /// <inheritdoc/>
    public override IReadOnlyList<DataRole> Roles => [DataRole.Response, DataRole.Levels];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Links { get; } = [.. Known.Select(link => link.Name)];

    /// <inheritdoc/>
    internal override ScalarFamily OfRow(IReadOnlyList<string> levels, string? link) => new CumulativeLink(Known.FirstOrDefault(known => known.Name == link) ?? Link.Logit);

    /// <inheritdoc/>
    public override Expr LogDensity(int dimension)
    {
        var label = Data(0, "label");
        Expr Cut(int k) => Parameter(k, $"threshold[{k}|{k + 1}]");
        Expr sum = IsValue(label, 0) * Link.Logit.LogInverse!(Cut(0)) + IsValue(label, dimension - 1) * Link.Logit.LogComplement!(Cut(dimension - 2));
        for (int k = 1; k < dimension - 1; k++)
            sum += IsValue(label, k) * CumulativeLink.LogBetweenEnds(Link.Logit, Cut(k - 1), Cut(k));
        return sum;
    }
}
