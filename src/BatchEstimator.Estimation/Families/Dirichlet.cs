using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Priors;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// Shares of a whole, a column each: density Gamma(sum of alpha) / product of Gamma(alpha) times the product of x^(alpha - 1).
/// Sufficient: the sums of the logs. The log-likelihood is concave and has one top if the rows differ.
/// Any prior of one positive parameter can be given to each alpha, or under the key alpha to all that have none of their own, independently;
/// the mode is then searched by Newton's method.
/// </summary>
/// <remarks>T. P. Minka, Estimating a Dirichlet distribution, 2000.</remarks>
public sealed class Dirichlet : VectorFamily
{
    private const double Slack = 1e-9;

    /// <inheritdoc/>
    public override string Name => "dirichlet";

    /// <inheritdoc/>
    public override string Summary => "shares of a whole, a column each";

    /// <inheritdoc/>
    public override string Support => "shares strictly between 0 and 1 that sum to 1 (to 1e-9)";

    /// <inheritdoc/>
    public override string Existence => "if at least two rows differ";

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; } = [ParameterInfo.Positive("alpha[column]", "weight of each share; their sum is the precision")];

    /// <inheritdoc/>
    public override IReadOnlyList<DataRole> Roles => [DataRole.Responses];

    /// <inheritdoc/>
    public override bool HasOwnPriors => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ParameterNames(IReadOnlyList<string> labels) => [.. labels.Select(label => $"alpha[{label}]")];

    /// <inheritdoc/>
    public override Expr LogDensity(int dimension)
    {
        Expr total = Alpha(0), sum = (Alpha(0) - 1) * Log(Data(0));
        for (int k = 1; k < dimension; k++)
        {
            sum += (Alpha(k) - 1) * Log(Data(k)) - LogBeta(total, Alpha(k));
            total += Alpha(k);
        }
        return sum;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Statistic>? Statistics(int dimension) => [.. Enumerable.Range(0, dimension).Select(k => new Statistic(Log(Data(k))))];

    /// <inheritdoc/>
    public override SupportTest? InSupport { get; } = row =>
    {
        double sum = 0;
        foreach (double share in row)
        {
            if (!(share > 0 && share < 1))
                return false;
            sum += share;
        }
        return Math.Abs(sum - 1) <= Slack;
    };

    /// <inheritdoc/>
    public override string? Objection(Prior? prior, bool anyHeld, int? dimension) => anyHeld ? "dirichlet takes no fixed parameters in this version." : null;

    /// <inheritdoc/>
    public override VectorEstimate Estimate(ReadOnlySpan<DoubleDouble> sums, IReadOnlyList<string> labels, Prior? prior, IReadOnlyList<double?> held)
    {
        double rows = (double)sums[1];
        double[] meanLogs = MeanLogs(sums, labels.Count);
        if (DirichletShapes.Start(meanLogs) is not { } start || DirichletShapes.Solve(meanLogs, rows, start, out int steps) is not { } alpha)
        {
            return VectorEstimate.Refuse(FitCodes.DegenerateVariance,
                "All rows are equal, so the likelihood grows without bound as every alpha goes to infinity. Give alpha a prior such as gamma(2, 0.1).", [.. labels]);
        }
        var (slope, left) = DirichletShapes.Remainder(alpha, meanLogs, rows);
        return new(alpha, DirichletShapes.StandardErrors(alpha, rows), [], alpha.Length, DirichletShapes.LogLikelihood(alpha, meanLogs, rows), null)
        {
            Solver = new("newton", steps, slope, null, Math.Clamp(-Math.Log10(Math.Max(left, 1e-16)), 0, 15.95)),
        };
    }

    /// <summary>The means of the logs of the shares, from the sums of a fit.</summary>
    internal static double[] MeanLogs(ReadOnlySpan<DoubleDouble> sums, int size)
    {
        var means = new double[size];
        for (int k = 0; k < size; k++)
            means[k] = (double)(sums[3 + k] / sums[1]);
        return means;
    }

    private static Variable Alpha(int k) => Parameter(k, $"alpha[{k}]");
}
