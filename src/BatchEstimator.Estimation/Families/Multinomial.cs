using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Priors;
using BatchEstimator.Estimation.Statistics;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// Counts of several outcomes in one row, a column each: N! / (x1! ... xK!) times the product of p^x.
/// Sufficient: the column sums. The estimates are their shares; a column of zeros lies on the boundary.
/// A dirichlet(alpha) prior gives (sum + alpha - 1) / (total + sum of alpha - K).
/// </summary>
public sealed class Multinomial : VectorFamily
{
    /// <inheritdoc/>
    public override string Name => "multinomial";

    /// <inheritdoc/>
    public override string Summary => "counts of several outcomes, a column each";

    /// <inheritdoc/>
    public override string Support => "0, 1, 2, ... in every column";

    /// <inheritdoc/>
    public override string Existence => "if any count is above 0; on the boundary for columns of zeros";

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; } = [ParameterInfo.Probability("p[column]", "probability of each outcome")];

    /// <inheritdoc/>
    public override IReadOnlyList<DataRole> Roles => [DataRole.Responses];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Links { get; } = ["logit"];

    /// <inheritdoc/>
    internal override ScalarFamily OfRow(IReadOnlyList<string> levels, string? link) => new MultinomialLogit(levels);

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> JointPriors { get; } = new Dictionary<string, string> { ["p"] = "dirichlet" };

    /// <inheritdoc/>
    public override IReadOnlyList<string> ParameterNames(IReadOnlyList<string> labels) => [.. labels.Select(label => $"p[{label}]")];

    private static Expr LogCoefficient(int dimension)
    {
        Expr total = Data(0), factorials = LogGamma(Data(0) + 1);
        for (int k = 1; k < dimension; k++)
            (total, factorials) = (total + Data(k), factorials + LogGamma(Data(k) + 1));
        return LogGamma(total + 1) - factorials;
    }

    /// <inheritdoc/>
    public override Expr LogDensity(int dimension)
    {
        var sum = LogCoefficient(dimension);
        for (int k = 0; k < dimension; k++)
            sum += XLogY(Data(k), Parameter(k, $"p[{k}]"));
        return sum;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Statistic>? Statistics(int dimension) =>
        [.. Enumerable.Range(0, dimension).Select(k => new Statistic(Data(k))), new(LogCoefficient(dimension))];

    /// <inheritdoc/>
    public override SupportTest? InSupport { get; } = row =>
    {
        foreach (double x in row)
        {
            if (x < 0 || x != Math.Floor(x))
                return false;
        }
        return true;
    };

    /// <inheritdoc/>
    public override string? Objection(Prior? prior, bool anyHeld, int? dimension) => DirichletMode.Objection(prior, dimension);

    /// <inheritdoc/>
    public override VectorEstimate Estimate(ReadOnlySpan<DoubleDouble> sums, IReadOnlyList<string> labels, Prior? prior, IReadOnlyList<double?> held)
    {
        var counts = new double[labels.Count];
        for (int k = 0; k < counts.Length; k++)
            counts[k] = (double)sums[3 + k];
        return DirichletMode.Of(ParameterNames(labels), counts, (double)sums[3 + counts.Length], prior, held);
    }
}
