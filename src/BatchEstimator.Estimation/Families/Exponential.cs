using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Priors;
using BatchEstimator.Estimation.Statistics;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// Waiting times without memory: density rate exp(-rate x), survival exp(-rate x), so a row that was only observed to last
/// until x (event 0, right-censored) contributes the survival alone.
/// Sufficient: the number of events and the total time. The estimate is events over time; no event puts it on the boundary.
/// A gamma(a, b) prior gives (events + a - 1) / (time + b).
/// </summary>
/// <remarks>B. Epstein and M. Sobel, Life testing, J. Amer. Statist. Assoc. 48 (1953) 486-502.</remarks>
public sealed class Exponential : SummaryFamily
{
    private static readonly Variable Event = Data(1, "event"), Rate = Parameter(0, "rate");
    private static readonly Variable Events = Summarised(1, "events"), Time = Summarised(2, "time");

    /// <inheritdoc/>
    public override string Name => "exponential";

    /// <inheritdoc/>
    public override string Summary => "waiting times with a constant hazard, also right-censored";

    /// <inheritdoc/>
    public override string Support => "x >= 0";

    /// <inheritdoc/>
    public override string Existence => "if the total time is above 0; on the boundary if no event was seen";

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; } = [ParameterInfo.Rate("rate", "events per unit of time; the mean is 1/rate")];

    /// <inheritdoc/>
    public override RegressionForm? Regression { get; } = new([RegressionParameter.Real("mu")], values => [Exp(-values[0])], natural => [-Math.Log(natural[0])]) { IsOnLogScale = true };

    /// <inheritdoc/>
    public override IReadOnlyList<DataRole> Roles => [DataRole.Response, DataRole.Event];

    /// <inheritdoc/>
    public override bool IsDiscrete => false;

    /// <inheritdoc/>
    public override Expr LogDensity(Expr x) => Log(Rate) - Rate * x;

    /// <summary>The contribution of a row whose event was seen (its density) or not (its survival).</summary>
    public override Expr LogDensity(int dimension) => XLogY(Event, Rate) - Rate * X;

    /// <inheritdoc/>
    public override Expr? LogCdf(Expr x) => Log1MExp(-Rate * x);

    /// <inheritdoc/>
    public override Expr? LogSurvival(Expr x) => -Rate * x;

    /// <inheritdoc/>
    public override (double Lower, double Upper) SupportEnds => (0, double.PositiveInfinity);

    /// <inheritdoc/>
    public override SupportTest? InSupport { get; } = row => row[0] >= 0 && (row.Length < 2 || row[1] is 0 or 1);

    /// <inheritdoc/>
    public override IReadOnlyList<Statistic> Statistics { get; } = [new(Event), new(X)];

    /// <inheritdoc/>
    public override double[] Summarise(Sums sums) => [(double)sums[0], (double)sums[3], (double)sums[4]];

    /// <inheritdoc/>
    public override Expr LogLikelihood => XLogY(Events, Rate) - Rate * Time;

    /// <inheritdoc/>
    public override PointEstimate Mle(ReadOnlySpan<double> summary, IReadOnlyList<double?> held) =>
        held[0] is { } rate ? PointEstimate.At(rate)
        : summary[2] == 0 ? PointEstimate.Refuse("NO_FINITE_MLE", "All times are 0, so the rate would be infinite. A gamma prior on rate would give an estimate.", "rate")
        : GammaMode.Of(summary[1], summary[2], 1, 0, "rate");

    /// <inheritdoc/>
    public override PointEstimate? Mode(ReadOnlySpan<double> summary, IReadOnlyList<double?> held, IReadOnlyList<Prior> priors) =>
        GammaMode.Under(priors[0], summary[1], summary[2], "rate");

    /// <inheritdoc/>
    public override double[] Start(ReadOnlySpan<double> summary) => [(summary[1] + 0.5) / Math.Max(summary[2], 1e-12)];

    /// <inheritdoc/>
    public override Expr? Cdf(double x, double? trials) => x <= 0 ? 0 : -ExpM1(-x * Rate);

    /// <inheritdoc/>
    public override Expr? Quantile(double p) => -SpecialFunctions.Log1P(-p) / Rate;

    /// <inheritdoc/>
    public override bool Draw(Xoshiro random, IReadOnlyList<double> parameters, Span<double> values)
    {
        random.FillExponential(values);
        foreach (ref double value in values)
            value /= parameters[0];
        return true;
    }
}
