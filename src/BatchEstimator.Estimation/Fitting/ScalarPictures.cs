using System.Globalization;
using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>The pictures of a fit of one response: the data against the fitted distribution, and the densities along each parameter.</summary>
internal sealed class ScalarPictures(FitModel model, ScalarFamily family, ScalarSolver likelihood, ScalarSolver? posterior, IReadOnlyList<double?> held, double level)
{
    private const int Points = 161;

    public FitPictures Draw(IReadOnlyList<double[]> sample, GroupData group, FitResult result, RowTally tally)
    {
        double[] values = [.. result.Parameters.Select(p => p.Estimate!.Value)];
        double[] data = [.. sample.Select(row => row[0])], weights = [.. sample.Select(row => row.Length > 1 ? row[1] : 1)];
        bool plain = family is not Binomial && model.Definition is { Event: null, Left: null, Truncation: null };
        return new()
        {
            Density = plain && !family.IsDiscrete ? Density(data, weights, values, tally) : null,
            Bars = plain && family.IsDiscrete ? Bars(data, weights, values, tally) : null,
            Distribution = plain && !family.IsDiscrete && model.Definition.Weights?.Kind != WeightKind.Precision
                ? DistributionPictures.Of(model.ResponseName, family, values, data, weights, model.Definition.Threshold ?? 0, level) : null,
            Curves = [.. likelihood.Free.Select(i => Curve(i, group, result)).OfType<ParameterCurve>()],
        };
    }

    private DensityPicture Density(double[] data, double[] weights, double[] values, RowTally tally)
    {
        double width = tally.Maximum - tally.Minimum, pad = width > 0 ? 0.15 * width : Math.Max(1, Math.Abs(tally.Minimum));
        double from = tally.Minimum - pad, to = tally.Maximum + pad, threshold = model.Definition.Threshold ?? 0;
        var (lowest, highest) = family.SupportEnds;
        (from, to) = (Math.Max(from, threshold + lowest), Math.Min(to, threshold + highest));
        // An end of the support need not belong to it: the extremes themselves keep every row in the picture.
        double[] x = [.. Grid(from, to, Points).Append(tally.Minimum).Append(tally.Maximum).Where(v => family.InSupport?.Invoke([v - threshold, 1]) ?? true).Order().Distinct()];
        var density = new Tape(family.LogDensity(dimension: 1));
        return new(model.ResponseName, data, weights, x, [.. x.Select(v => Math.Exp(density.Evaluate([v - threshold, 1], values)[0]))]);
    }

    private BarsPicture Bars(double[] data, double[] weights, double[] values, RowTally tally)
    {
        double first = family is Bernoulli ? 0 : Math.Max(0, tally.Minimum - 1), last = family is Bernoulli ? 1 : Math.Min(tally.Maximum + 1, first + 60);
        var density = new Tape(family.LogDensity(dimension: 1));
        double[] outcomes = [.. Enumerable.Range(0, (int)(last - first) + 1).Select(i => first + i)];
        double total = weights.Sum();
        return new(model.ResponseName,
            [.. outcomes.Select(k => k.ToString(CultureInfo.InvariantCulture))],
            [.. outcomes.Select(k => data.Select((v, i) => v == k ? weights[i] : 0).Sum() / total)],
            [.. outcomes.Select(k => Math.Exp(density.Evaluate([k, 1], values)[0]))]);
    }

    private ParameterCurve? Curve(int parameter, GroupData group, FitResult result)
    {
        var (from, to) = Range(parameter, result);
        if (!(to > from))
            return null;
        double[] grid = Grid(from, to, Points);
        double[] log = Profile(likelihood, parameter, grid, group);
        if (posterior is null)
            return new(family.Parameters[parameter].Name, grid, FromTop(log), null, null, result.Parameters[parameter].Estimate!.Value, null);
        double[] prior = [.. grid.Select(value => PriorAt(parameter, value))];
        return new(family.Parameters[parameter].Name, grid, FromTop(log), prior.Any(double.IsNaN) ? null : prior, FromTop(Profile(posterior, parameter, grid, group)),
            result.Parameters[parameter].Estimate!.Value, result.Parameters[parameter].Mle);
    }

    // A probability is shown over all its values; others over four standard errors, wide enough for MLE, MAP and the prior's middle.
    private (double From, double To) Range(int parameter, FitResult result)
    {
        var info = family.Parameters[parameter];
        var estimate = result.Parameters[parameter];
        if (info is { Lower: 0, Upper: 1 })
            return (0, 1);
        double value = estimate.Estimate!.Value, reach = 4 * (estimate.StandardError ?? Math.Max(Math.Abs(value), 1) / 4);
        double from = Math.Min(value - reach, (estimate.Mle ?? value) - reach / 2), to = Math.Max(value + reach, (estimate.Mle ?? value) + reach / 2);
        return (Math.Max(from, info.Lower == 0 ? 1e-6 * to : double.NegativeInfinity), to);
    }

    private double[] Profile(ScalarSolver solver, int parameter, double[] grid, GroupData group)
    {
        double?[] pinned = [.. held];
        pinned[parameter] = 0;
        var rest = new ScalarSolver(family, solver.Priors, [.. pinned.Select(value => value is not null)]);
        var density = solver.Density(group);
        return [.. grid.Select(value =>
        {
            pinned[parameter] = group.Units.ToStandard(family.Parameters[parameter].Role, value);
            return rest.Solve(group, pinned).Values is { } values ? density.At(values) : double.NaN;
        })];
    }

    private double PriorAt(int parameter, double value)
    {
        var prior = posterior!.Priors[parameter];
        return posterior.Priors[0].Family.IsJoint ? double.NaN : prior.LogDensityAt(value);
    }

    private static double[] FromTop(double[] log)
    {
        double top = log.Where(double.IsFinite).DefaultIfEmpty(0).Max();
        return [.. log.Select(value => value - top)];
    }

    private static double[] Grid(double from, double to, int points) => [.. Enumerable.Range(0, points).Select(i => from + (to - from) * i / (points - 1))];
}
