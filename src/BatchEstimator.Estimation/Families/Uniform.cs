using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// Equally likely anywhere between two limits: density 1 / (maximum - minimum).
/// Sufficient: n and the extremes, which are the estimates. Both lie on the edge of what the data allow, where the likelihood is not
/// stationary: there are no standard errors from it. Rows known in part contribute their shares of the width; the limits then lie at a value
/// or a bound, or between, where the likelihood is smooth. Lower and upper bounds alone have an estimate only if the upper ones are the
/// higher ones on average, and then as ever if they exclude one another. What truncation cuts off says nothing: a limit there may lie anywhere beyond.
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
    public override Expr? LogCdf(Expr x) => IfPositive(x - Minimum, IfPositive(Maximum - x, Log((x - Minimum) / (Maximum - Minimum)), 0), double.NegativeInfinity);

    /// <inheritdoc/>
    public override Expr? LogSurvival(Expr x) => IfPositive(x - Minimum, IfPositive(Maximum - x, Log((Maximum - x) / (Maximum - Minimum)), double.NegativeInfinity), 0);

    /// <inheritdoc/>
    public override Expr LogBetween(Expr a, Expr b)
    {
        Expr width = Min(b, Maximum) - Max(a, Minimum);
        return IfPositive(width, Log(width / (Maximum - Minimum)), double.NegativeInfinity);
    }

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
    public override (double Lower, double Upper) Range(int parameter, Sample sample) => new UniformWindow(sample) is var window && parameter == 0
        ? (double.NegativeInfinity, window.GreatestMinimum) : (window.LeastMaximum, double.PositiveInfinity);

    /// <inheritdoc/>
    public override PointEstimate? Refusal(Sample sample, IReadOnlyList<double?> held)
    {
        if (sample.IsPlain)
            return null;
        if (held.All(value => value is null) && Extremes.AreOnePoint(sample))
            return PointEstimate.Refuse(FitCodes.DegenerateVariance, "All rows can be true of one value that was seen, so the likelihood grows without bound as both limits close on it. Give both limits priors, or use another family.", "minimum", "maximum");
        var window = new UniformWindow(sample);
        if (held[0] >= window.GreatestMinimum && held[0] != window.Least || held[1] <= window.LeastMaximum && held[1] != window.Greatest)
            return PointEstimate.Refuse(FitCodes.OutOfSupport, "There are values outside the limit that is held fixed, so the likelihood is 0. Check the fixed values and the units of the data.", held[0] is null ? "maximum" : "minimum");
        return null;
    }

    /// <inheritdoc/>
    public override PointEstimate? Mle(Sample sample, IReadOnlyList<double?> held) =>
        sample.IsPlain ? base.Mle(sample, held) : Windowed(sample, new UniformWindow(sample), held);

    private PointEstimate Windowed(Sample sample, UniformWindow window, IReadOnlyList<double?> held)
    {
        bool oneSided = Extremes.AreAllLowerBounds(sample) || sample.CountOf(RowKnowledge.Below) == sample.Count;
        if (held.All(value => value is null) && (oneSided || window.WidensForEver()))
            return PointEstimate.Refuse(FitCodes.NoFiniteMle, "Nothing but bounds is known, and the upper ones are not higher on average than the lower ones: the likelihood keeps growing as the limits move apart. Rows that are known exactly or to lie in an interval, a fixed limit or priors would give an estimate.", "minimum", "maximum");
        var (minimum, maximum) = (held[0], held[1]) switch
        {
            (null, null) => window.Best(),
            ({ } low, _) => (new(low, false, false), window.BestMaximum(low)),
            (_, { } high) => (window.BestMinimum(high), new UniformWindow.Limit(high, false, false)),
        };
        if (!(double.IsFinite(minimum.At) && double.IsFinite(maximum.At)))
            return PointEstimate.Refuse(FitCodes.NoFiniteMle, "The likelihood keeps growing as a limit moves away behind the bounds. Rows that are known exactly, a fixed limit or a prior would give an estimate.", double.IsFinite(minimum.At) ? "maximum" : "minimum");
        if (!(minimum.At < maximum.At))
            return PointEstimate.Refuse(FitCodes.DegenerateVariance, "All rows can be true of the value at which one limit is held, so the likelihood grows as the other closes on it. Give that limit a prior, or use another family.", held[0] is null ? "minimum" : "maximum");
        bool isLevel = window.IsLevel(minimum.At, maximum.At);
        UniformWindow.Limit[] limits = [minimum, maximum];
        int[] free = [.. Enumerable.Range(0, 2).Where(i => held[i] is null)];
        int[] edges = [.. free.Where(i => limits[i].IsKink || isLevel)];
        var codes = new List<FitCode>();
        if (edges.Length > 0)
            codes.Add(new(FitCodes.BoundaryEstimate, "A limit is estimated by a value or a bound of the data, where the likelihood has an edge or a kink and no curvature, so a standard error does not exist.", Names(edges)));
        int[] anywhere = [.. free.Where(i => limits[i].IsTruncation || isLevel)];
        if (anywhere.Length > 0)
            codes.Add(new(FitCodes.NonUnique, "Other limits have the same likelihood (any beyond a limit of truncation, or any that no bound cuts off); the ones reported stand for all.", Names(anywhere)));
        return new([minimum.At, maximum.At], edges, codes) { Route = "profile", Iterations = window.Looks };
    }

    private string[] Names(IEnumerable<int> parameters) => [.. parameters.Select(i => Parameters[i].Name)];

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
