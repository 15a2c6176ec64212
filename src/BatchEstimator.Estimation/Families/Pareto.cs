using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Priors;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// Values above a minimum whose survival falls as a power: (minimum / x)^alpha.
/// Sufficient: n, the least value and the sum of logs. The least value is the estimate of the minimum, on the edge of what the data allow,
/// where there is no standard error; that of alpha takes it as known. alpha = n / sum(log(x / minimum)); right-censored rows add to the sum only.
/// A gamma(a, b) prior on alpha gives (n + a - 1) / (b + sum(log(x / minimum))).
/// </summary>
/// <remarks>B. M. Hill, Ann. Statist. 3 (1975) 1163-1174; H. J. Malik, Metrika 15 (1970) 126-132.</remarks>
public sealed class Pareto : SummaryFamily
{
    private static readonly Variable Minimum = Parameter(0, "minimum"), Alpha = Parameter(1, "alpha");
    private static readonly Variable N = Summarised(0, "n"), Least = Summarised(1, "least"), Excess = Summarised(2, "sum of log(x/least)"), Logs = Summarised(3, "sum of log x");

    /// <inheritdoc/>
    public override string Name => "pareto";

    /// <inheritdoc/>
    public override string Summary => "values above a minimum with a tail that falls as a power: incomes, losses, city sizes";

    /// <inheritdoc/>
    public override string Support => "x >= minimum > 0";

    /// <inheritdoc/>
    public override string Existence => "if at least two values differ, or alpha is fixed; the minimum always on the edge of what the data allow";

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; } =
        [ParameterInfo.Scale("minimum", "the least possible value"), ParameterInfo.Positive("alpha", "the power at which the tail falls; the mean is infinite up to 1")];

    /// <inheritdoc/>
    public override bool CanCloseIn => false;

    /// <inheritdoc/>
    public override bool IsDiscrete => false;

    /// <inheritdoc/>
    public override bool Draw(Xoshiro random, IReadOnlyList<double> parameters, Span<double> values)
    {
        foreach (ref double value in values)
            value = parameters[0] * Math.Exp(random.Exponential() / parameters[1]);
        return true;
    }

    /// <inheritdoc/>
    public override SupportTest? InSupport { get; } = row => row[0] > 0;

    /// <inheritdoc/>
    public override (double Lower, double Upper) SupportEnds => (0, double.PositiveInfinity);

    private static Expr LogTail(Expr x) => Alpha * (Log(Minimum) - Log(x));

    /// <inheritdoc/>
    public override Expr LogDensity(Expr x) => IfPositive(Minimum - x, double.NegativeInfinity, Log(Alpha) + LogTail(x) - Log(x));

    /// <inheritdoc/>
    public override Expr? LogCdf(Expr x) => IfPositive(x - Minimum, Log1MExp(LogTail(x)), double.NegativeInfinity);

    /// <inheritdoc/>
    public override Expr? LogSurvival(Expr x) => IfPositive(x - Minimum, LogTail(x), 0);

    /// <inheritdoc/>
    public override Expr? Quantile(double p) => Minimum * Exp(-SpecialFunctions.Log1P(-p) / Alpha);

    /// <inheritdoc/>
    public override IReadOnlyList<Statistic> Statistics { get; } = [new(Log(X))];

    /// <inheritdoc/>
    public override double[] Summarise(Sums sums) =>
        [(double)sums[1], sums.Minimum, sums.Minimum == sums.Maximum ? 0 : Math.Max(0, (double)(sums[3] - sums[1] * Math.Log(sums.Minimum))), (double)sums[3]];

    /// <inheritdoc/>
    public override Expr LogLikelihood => IfPositive(Minimum - Least, double.NegativeInfinity,
        N * (Log(Alpha) + Alpha * (Log(Minimum) - Log(Least))) - Alpha * Excess - Logs);

    /// <inheritdoc/>
    public override (double Lower, double Upper) Range(int parameter, ReadOnlySpan<double> summary) => (0, parameter == 0 ? summary[1] : double.PositiveInfinity);

    /// <inheritdoc/>
    public override PointEstimate? Mle(ReadOnlySpan<double> summary, IReadOnlyList<double?> held) =>
        At(summary[1], summary[0], Above(summary, held[0]), held);

    /// <summary>With right-censored rows: the least event is the minimum, and the sum goes over all rows above it.</summary>
    public override PointEstimate? Mle(Sample sample, IReadOnlyList<double?> held)
    {
        int exact = sample.CountOf(RowKnowledge.Exact);
        if (sample.IsTruncated || sample.StartOf(RowKnowledge.Below) < sample.Count || exact == 0)
        {
            return held[0] is not null ? null : PointEstimate.Refuse(FitCodes.NoFiniteMle,
                "With truncation, with interval- or left-censored rows or without any event the data do not say where the minimum lies. Fix minimum.", "minimum");
        }
        double least = double.PositiveInfinity, total = 0, events = sample.ExactWeight;
        for (int i = 0; i < exact; i++)
            least = Math.Min(least, sample.Values[i]);
        double minimum = held[0] ?? least;
        for (int i = 0; i < sample.Count; i++)
            total += sample.WeightOf(i) * Math.Max(0, Math.Log(sample.Values[i] / minimum));
        return At(least, events, total, held);
    }

    /// <inheritdoc/>
    public override PointEstimate? Mode(ReadOnlySpan<double> summary, IReadOnlyList<double?> held, IReadOnlyList<Prior> priors)
    {
        if (held[1] is not null || (held[0] is null && !priors[0].IsFlat))
            return null;
        var mode = GammaMode.Under(priors[1], summary[0], Above(summary, held[0]), "alpha");
        return mode is { Boundary.Count: 0, Values: [var alpha] } ? At(summary[1], alpha, 1, held) : null;
    }

    /// <inheritdoc/>
    public override string ExactSource => "H. J. Malik, Metrika 15, 1970, 126-132";

    /// <summary>
    /// Of the minimum: n alpha log(least / minimum) is exponential with mean 1, and 2 n alpha / (estimate of alpha) is independent of it and
    /// chi-squared with 2 n - 2 degrees of freedom, so that (estimate of alpha) log(least / minimum) exceeds t with probability (1 + t)^-(n - 1).
    /// </summary>
    /// <remarks>H. J. Malik, Metrika 15 (1970) 126-132.</remarks>
    public override (double Lower, double Upper)? ExactInterval(int parameter, ReadOnlySpan<double> summary, IReadOnlyList<double?> held, double level)
    {
        if (parameter != 0 || !(summary[0] >= 2) || (held[1] is null && !(summary[2] > 0)))
            return null;
        double share = -SpecialFunctions.Log1P(-level), reach = held[1] is { } alpha ? share / (summary[0] * alpha)
            : SpecialFunctions.ExpM1(share / (summary[0] - 1)) * summary[2] / summary[0];
        return (summary[1] * Math.Exp(-reach), summary[1]);
    }

    /// <inheritdoc/>
    public override double[] Start(ReadOnlySpan<double> summary) =>
        [0.9 * summary[1], summary[0] / (summary[2] + 0.1 * summary[0])];

    private static double Above(ReadOnlySpan<double> summary, double? minimum) =>
        summary[2] + (minimum is { } m ? summary[0] * (Math.Log(summary[1]) - Math.Log(m)) : 0);

    private static PointEstimate At(double least, double n, double total, IReadOnlyList<double?> held)
    {
        if (held[0] > least)
            return PointEstimate.Refuse(FitCodes.OutOfSupport, "There are values below the minimum that is held fixed, so the likelihood is 0. Check the fixed value and the units of the data.", "minimum");
        if (!(total > 0) && held[1] is null)
        {
            const string help = "Fix alpha, or give it a prior such as gamma(2, 1).";
            return n <= 1 ? PointEstimate.Refuse(FitCodes.TooFewRows, $"One row says nothing about the tail, so alpha has no estimate. {help}", "alpha")
                : PointEstimate.Refuse(FitCodes.DegenerateVariance, $"All values are equal, so the likelihood grows without bound as alpha goes to infinity. {help}", "alpha");
        }
        double[] values = [held[0] ?? least, held[1] ?? n / total];
        return held[0] is not null ? PointEstimate.At(values) : new(values, [0], [new(FitCodes.BoundaryEstimate,
            "The minimum is estimated by the least value, which lies above the true one; there the likelihood has an edge and no curvature, so a standard error does not exist. That of alpha takes the minimum as known.", ["minimum"])]);
    }
}
