using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// Equally likely anywhere between two limits: density 1 / (maximum - minimum).
/// Sufficient: n and the extremes, which are the estimates. Both lie on the edge of what the data allow, where the likelihood is not
/// stationary: there are no standard errors from it. Censored rows are not taken, since the extremes of those say little of the limits.
/// </summary>
/// <remarks>M. G. Kendall and A. Stuart, The Advanced Theory of Statistics, vol. 2, section 18.5.</remarks>
public sealed class Uniform : SummaryFamily
{
    private static readonly Variable Minimum = Parameter(0, "minimum"), Maximum = Parameter(1, "maximum");
    private static readonly Variable N = Summarised(0, "n"), Least = Summarised(1, "least"), Greatest = Summarised(2, "greatest");

    /// <inheritdoc/>
    public override string Name => "uniform";

    /// <inheritdoc/>
    public override string Summary => "values equally likely anywhere between two limits";

    /// <inheritdoc/>
    public override string Support => "minimum <= x <= maximum";

    /// <inheritdoc/>
    public override string Existence => "if at least two values differ; always on the edge of what the data allow";

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; } =
        [ParameterInfo.Location("minimum", "the least possible value"), ParameterInfo.Location("maximum", "the greatest possible value")];

    /// <inheritdoc/>
    public override bool IsDiscrete => false;

    /// <inheritdoc/>
    public override SupportTest? InSupport => null;

    /// <inheritdoc/>
    public override Expr LogDensity(Expr x) => Within(x, x, -Log(Maximum - Minimum));

    /// <inheritdoc/>
    public override Expr? Cdf(double x, double? trials) => IfPositive(x - Minimum, IfPositive(Maximum - x, (x - Minimum) / (Maximum - Minimum), 1), 0);

    /// <inheritdoc/>
    public override Expr? Survival(double x, double? trials) => IfPositive(x - Minimum, IfPositive(Maximum - x, (Maximum - x) / (Maximum - Minimum), 0), 1);

    /// <inheritdoc/>
    public override Expr? Quantile(double p) => Minimum + p * (Maximum - Minimum);

    /// <inheritdoc/>
    public override bool Draw(Xoshiro random, IReadOnlyList<double> parameters, Span<double> values)
    {
        foreach (ref double value in values)
            value = parameters[0] + (parameters[1] - parameters[0]) * random.NextDouble();
        return true;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Statistic> Statistics { get; } = [];

    /// <inheritdoc/>
    public override double[] Summarise(Sums sums) => [(double)sums[1], sums.Minimum, sums.Maximum];

    /// <inheritdoc/>
    public override Expr LogLikelihood => Within(Least, Greatest, -N * Log(Maximum - Minimum));

    /// <inheritdoc/>
    public override (double Lower, double Upper) Range(int parameter, ReadOnlySpan<double> summary) =>
        parameter == 0 ? (double.NegativeInfinity, summary[1]) : (summary[2], double.PositiveInfinity);

    /// <inheritdoc/>
    public override PointEstimate Mle(ReadOnlySpan<double> summary, IReadOnlyList<double?> held)
    {
        double minimum = held[0] ?? summary[1], maximum = held[1] ?? summary[2];
        if (minimum > summary[1] || maximum < summary[2])
            return PointEstimate.Refuse(FitCodes.OutOfSupport, "There are values outside the limit that is held fixed, so the likelihood is 0. Check the fixed values and the units of the data.", held[0] is null ? "maximum" : "minimum");
        if (minimum == maximum)
        {
            const string help = "Give both limits priors, or use another family.";
            return summary[0] < 2 ? PointEstimate.Refuse(FitCodes.TooFewRows, $"One row says nothing about the width. {help}", "minimum", "maximum")
                : PointEstimate.Refuse(FitCodes.DegenerateVariance, $"All values are equal, so the likelihood grows without bound as both limits close on them. {help}", "minimum", "maximum");
        }
        int[] free = [.. Enumerable.Range(0, 2).Where(i => held[i] is null)];
        return new([minimum, maximum], free, free.Length == 0 ? [] : [new(FitCodes.BoundaryEstimate,
            "The limits are estimated by the extremes of the data, which lie inside the true ones; there the likelihood has an edge and no curvature, so a standard error does not exist.", [.. free.Select(i => Parameters[i].Name)])]);
    }

    /// <inheritdoc/>
    public override string ExactSource => "uniform spacings, R. Pyke, J. R. Statist. Soc. B 27, 1965, 395-449";

    /// <summary>
    /// From the spacings of n uniform values: with D the distance of a limit from the nearest value and R the range, D/R exceeds t with
    /// probability (1 + t)^-(n - 1); with the other limit known and the distance of the farthest value from it as R, with (1 + t)^-n.
    /// The density of D/R falls, so that the shortest interval begins at the extreme value.
    /// </summary>
    /// <remarks>R. Pyke, J. R. Statist. Soc. B 27 (1965) 395-449.</remarks>
    public override (double Lower, double Upper)? ExactInterval(int parameter, ReadOnlySpan<double> summary, IReadOnlyList<double?> held, double level)
    {
        double? other = held[1 - parameter];
        double times = other is null ? summary[0] - 1 : summary[0], range = parameter == 0 ? (other ?? summary[2]) - summary[1] : summary[2] - (other ?? summary[1]);
        if (!(times >= 1 && range > 0))
            return null;
        double reach = range * SpecialFunctions.ExpM1(-SpecialFunctions.Log1P(-level) / times);
        if (!double.IsFinite(summary[1] - reach) || !double.IsFinite(summary[2] + reach))
            return null;
        return parameter == 0 ? (summary[1] - reach, summary[1]) : (summary[2], summary[2] + reach);
    }

    /// <inheritdoc/>
    public override double[] Start(ReadOnlySpan<double> summary)
    {
        double width = summary[2] > summary[1] ? summary[2] - summary[1] : Math.Max(Math.Abs(summary[1]), 1);
        return [summary[1] - width / Math.Max(summary[0], 2), summary[2] + width / Math.Max(summary[0], 2)];
    }

    private static Expr Within(Expr least, Expr greatest, Expr log) =>
        IfPositive(Minimum - least, double.NegativeInfinity, IfPositive(greatest - Maximum, double.NegativeInfinity, log));
}
