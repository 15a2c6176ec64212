using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// Directions scattered about one, in radians; whole turns do not matter: density exp(kappa cos(x - mu)) / (2 pi I0(kappa)).
/// Sufficient: n and the sums of cosines and sines. mu is the direction of their resultant, in (-pi, pi]; kappa solves
/// I1(kappa) / I0(kappa) = R, the mean resultant length. At R = 0 all directions are equally likely and mu is not unique; at R = 1 all
/// are equal and kappa is infinite. Probabilities and quantiles are of the angle counted from half a turn before mu to half a turn after.
/// Bounds of censored rows and limits of truncation are another matter, since what was seen cannot depend on mu: for them angles are counted
/// from -pi to pi, so that a lower bound leaves the arc from it up to pi, and an upper one that from -pi up to it.
/// </summary>
/// <remarks>R. von Mises, Physikalische Zeitschrift 19 (1918) 490-500; K. V. Mardia and P. E. Jupp, Directional Statistics, Wiley 2000, section 5.3.</remarks>
public sealed class VonMises : SummaryFamily
{
    private static readonly Variable Mu = Parameter(0, "mu"), Kappa = Parameter(1, "kappa");
    private static readonly Variable N = Summarised(0, "n"), Length = Summarised(1, "mean resultant length"), Rest = Summarised(2, "1 - length"), Direction = Summarised(3, "direction");

    /// <inheritdoc/>
    public override string Name => "von_mises";

    /// <inheritdoc/>
    public override string Summary => "directions and times of day, in radians";

    /// <inheritdoc/>
    public override string Support => "real, radians; taken modulo 2 pi; bounds of censored rows and limits of truncation from -pi to pi";

    /// <inheritdoc/>
    public override string Existence => "if at least two directions differ; mu is not unique if the directions cancel exactly";

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; } =
        [new("mu", -Math.PI, Math.PI, "mean direction, in (-pi, pi]") { IsCircular = true }, ParameterInfo.Positive("kappa", "concentration; 0: all directions equally likely; large: a normal with variance 1/kappa")];

    /// <inheritdoc/>
    public override bool IsDiscrete => false;

    /// <inheritdoc/>
    public override SupportTest? InSupport => null;

    /// <inheritdoc/>
    public override Expr LogDensity(Expr x) => -2 * Kappa * Square(Sin(0.5 * (x - Mu))) - LogScaledBesselI0(Kappa) - Math.Log(2 * Math.PI);

    /// <inheritdoc/>
    public override (double Lower, double Upper) BoundEnds => (-Math.PI, Math.PI);

    /// <inheritdoc/>
    public override Expr? LogCdf(Expr x) => SpecialNodes.LogVonMisesArc(-Math.PI - Mu, Wrapped(x) - Mu, Kappa);

    /// <inheritdoc/>
    public override Expr? LogSurvival(Expr x) => SpecialNodes.LogVonMisesArc(Wrapped(x) - Mu, Math.PI - Mu, Kappa);

    /// <inheritdoc/>
    public override Expr LogBetween(Expr a, Expr b) => SpecialNodes.LogVonMisesArc(a - Mu, b - Mu, Kappa);

    /// <inheritdoc/>
    public override Expr? Cdf(double x, double? trials) => SpecialNodes.VonMisesCdf(x - Mu, Kappa);

    /// <inheritdoc/>
    public override Expr? Survival(double x, double? trials) => SpecialNodes.VonMisesCdf(Mu - x, Kappa);

    /// <inheritdoc/>
    public override Expr? Quantile(double p) => Mu + SpecialNodes.VonMisesQuantile(Kappa, p);

    /// <inheritdoc/>
    public override bool Draw(Xoshiro random, IReadOnlyList<double> parameters, Span<double> values)
    {
        foreach (ref double value in values)
            value = Math.IEEERemainder(parameters[0] + random.VonMises(parameters[1]), 2 * Math.PI);
        return true;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Statistic> Statistics { get; } = [new(Cos(X)), new(Sin(X))];

    /// <inheritdoc/>
    public override double[] Summarise(Sums sums)
    {
        var (cosine, sine) = (sums[3] / sums[1], sums[4] / sums[1]);
        var square = cosine * cosine + sine * sine;
        double length = Math.Min(1, (double)DoubleDouble.Sqrt(square)), rest = Math.Max(0, (double)(DoubleDouble.One - square) / (1 + length));
        // What is left of equal directions, or of ones that cancel, is rounding.
        (length, rest) = rest < 2e-16 || sums.Minimum == sums.Maximum ? (1, 0) : length < 1e-15 ? (0, 1) : (length, rest);
        return [(double)sums[1], length, rest, length == 0 ? 0 : Math.Atan2((double)sine, (double)cosine)];
    }

    /// <inheritdoc/>
    public override Expr LogLikelihood =>
        -N * (Kappa * (Rest + 2 * Length * Square(Sin(0.5 * (Direction - Mu)))) + LogScaledBesselI0(Kappa) + Math.Log(2 * Math.PI));

    /// <inheritdoc/>
    public override PointEstimate Mle(ReadOnlySpan<double> summary, IReadOnlyList<double?> held)
    {
        var (length, rest, mu) = (summary[1], summary[2], held[0] ?? summary[3]);
        double half = Math.Sin(0.5 * (summary[3] - mu)), beside = rest + 2 * length * half * half;
        if (held[1] is { } known)
            return length > 0 || held[0] is not null ? PointEstimate.At(mu, known) : NoDirection([mu, known], [0]);
        if (beside == 0)
        {
            return summary[0] < 2 && held[0] is null
                ? PointEstimate.Refuse(FitCodes.TooFewRows, "One direction says nothing about the concentration. Fix kappa, or give it a prior such as gamma(2, 0.1).", "kappa")
                : PointEstimate.Refuse(FitCodes.DegenerateVariance, "All directions are equal, so the likelihood grows without bound as kappa goes to infinity. Fix kappa, or give it a prior such as gamma(2, 0.1).", "kappa");
        }
        if (beside < 1)
            return PointEstimate.At(mu, Bessel.InverseRatio(1 - beside, beside));
        return held[0] is not null ? new([mu, 0], [1], [NoConcentration]) : NoDirection([0, 0], [0, 1], NoConcentration);
    }

    /// <inheritdoc/>
    public override double[] Start(ReadOnlySpan<double> summary) => [summary[3], Math.Clamp(Bessel.InverseRatio(summary[1], summary[2]), 0.1, 1e6)];

    // Of bounds the likelihood may be level at the direction of their middles, and high elsewhere.
    /// <inheritdoc/>
    public override bool HasSeveralTops => true;

    /// <inheritdoc/>
    public override IEnumerable<double[]> Starts(Sample sample)
    {
        foreach (double[] start in base.Starts(sample))
            yield return start;
        double mu = Start(Summarise(sample.SumsOf(Statistics)))[0];
        for (int quarter = 1; quarter <= 3; quarter++)
            yield return [Math.IEEERemainder(mu + 0.1 + 0.5 * Math.PI * quarter, 2 * Math.PI), 1];
    }

    /// <inheritdoc/>
    public override PointEstimate? Refusal(Sample sample, IReadOnlyList<double?> held) =>
        held.All(value => value is null) ? Extremes.Refusal(sample, "kappa", "infinity", null, "gamma(2, 0.1)") : null;

    // A search creeps towards kappa = 0, where no direction is favoured, and stops before it.
    /// <inheritdoc/>
    public override PointEstimate? Edge(Sample sample, IReadOnlyList<double?> held, IReadOnlyList<double>? found) =>
        held[1] is not null || found is not [_, < 0.01] ? null : held[0] is { } mu ? new([mu, 0], [1], [NoConcentration]) : NoDirection([0, 0], [0, 1], NoConcentration);

    private static FitCode NoConcentration =>
        new(FitCodes.BoundaryEstimate, "The directions do not favour mu, so kappa is 0: all directions are equally likely. A standard error does not exist there.", ["kappa"]);

    private static PointEstimate NoDirection(double[] values, int[] boundary, params FitCode[] codes) =>
        new(values, boundary, [new(FitCodes.NonUnique, "The directions cancel exactly: every mu has the same likelihood; the one reported stands for all.", ["mu"]), .. codes]);
}
