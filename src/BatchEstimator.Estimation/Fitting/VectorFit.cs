using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Inference;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Priors;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>A family over several columns, from its sufficient statistics.</summary>
internal sealed class VectorFit : FitAccumulator
{
    private readonly VectorFamily family;
    private readonly StatisticsPlan plan;
    private readonly WeightedSums total;
    private readonly int dimension;

    public VectorFit(FitModel model, FitOptions options) : base(model, options)
    {
        family = (VectorFamily)model.Family;
        dimension = model.Definition.Responses.Count;
        plan = new(family.Statistics(dimension)!);
        total = new(WeightedSums.Preamble + plan.Count, 1);
    }

    public override FitPart Fold(Block block, IReadOnlyList<Column> columns, GroupCodes groups)
    {
        double[][] data = [.. columns.Take(dimension).Select(column => ((NumberColumn)column).Values)];
        var weights = WeightsOf(columns);
        var rows = BlockRows.Select(block, groups, data, [], weights, dimension, family.InSupport);
        return new SumsPart(rows, data, plan.Fold(rows, plan.Columns(data, block.Rows), weights, precision: false));
    }

    protected override void AddSums(FitPart part, int[] groups) => total.Add(((SumsPart)part).Sums, groups);

    protected override EstimatedFit EstimateGroup(int group, RowTally tally, FitResult blank, bool inFull)
    {
        var labels = Model.Definition.Responses;
        var (result, values) = VectorResult.Of(Model, family, total[group], labels, Options.Level, blank);
        return new(result, values is null || SampleOf(group) is not { } sample ? null : Draw(sample, labels, total[group], values));
    }

    private FitPictures Draw(IReadOnlyList<double[]> sample, IReadOnlyList<string> labels, ReadOnlySpan<DoubleDouble> sums, double[] values)
    {
        if (family is MultivariateNormal)
        {
            // Values come as the means, then cov[0,0], cov[0,1], cov[1,1], ...
            var ellipse = new PlanarNormal(values[0], values[1], values[dimension], values[dimension + 1], values[dimension + 2]);
            return new() { Scatter = new(labels[0], labels[1], [.. sample.Select(row => row[0])], [.. sample.Select(row => row[1])], ellipse) };
        }
        if (family is Dirichlet)
            return new();
        double[] counts = [.. sums.Slice(WeightedSums.Preamble, dimension).ToArray().Select(c => (double)c)];
        return new() { Bars = new(Model.ResponseName, [.. labels], [.. counts.Select(c => c / counts.Sum())], values) };
    }
}

/// <summary>The result of a family with a vector of parameters.</summary>
internal static class VectorResult
{
    public static (FitResult Result, double[]? Values) Of(FitModel model, VectorFamily family, ReadOnlySpan<DoubleDouble> sums, IReadOnlyList<string> labels, double level, FitResult blank)
    {
        var names = family.ParameterNames(labels);
        double?[] held = [.. names.Select(name => model.Definition.Fixed.TryGetValue(name, out double value) ? value : (double?)null)];
        var prior = family.HasOwnPriors ? null : model.Priors.Values.FirstOrDefault(p => !p.IsFlat);
        Prior[] own = [.. names.Select(name => !family.HasOwnPriors ? prior ?? Prior.Flat : model.Priors.TryGetValue(name, out var given) ? given : model.Priors.GetValueOrDefault(FitModel.CommonName(family), Prior.Flat))];
        blank = blank with
        {
            N = (double)sums[0],
            SumOfWeights = (double)sums[1],
            Notes = [.. model.Definition.Fixed.Keys.Except(names).Select(name => $"'{name}' names no parameter of these data, so its fixed value has no effect.")],
        };
        if (family.Objection(prior, held.Any(value => value is not null), labels.Count) is { } objection)
            return (blank with { Codes = [new(FitCodes.ImproperMode, objection, [])] }, null);
        foreach (var sum in sums)
        {
            if (!DoubleDouble.IsFinite(sum))
                return (blank with { Codes = [new(FitCodes.NotFinite, "The sums of squares overflow a double. Divide the columns by a power of ten and fit again.", [.. labels])] }, null);
        }
        bool map = model.Definition.Method == EstimationMethod.Map;
        var mle = family.Estimate(sums, labels, null, held);
        var estimate = own.All(p => p.IsFlat) ? mle : family is Dirichlet
            ? new DirichletPosterior(Dirichlet.MeanLogs(sums, labels.Count), (double)sums[1], own).Mode(names, mle.Values)
            : family.Estimate(sums, labels, prior, held);
        if (estimate.Values is not { } values)
            return (blank with { Codes = estimate.Codes }, null);
        if (!double.IsFinite(estimate.LogLikelihood) && held.Any(value => value is not null))
            return (blank with { Codes = [new(FitCodes.OutOfSupport, "With the fixed values the likelihood of these data is 0: a share fixed at 0 was observed. Check the fixed values.", [.. model.Definition.Fixed.Keys])] }, null);
        return (Describe(blank, estimate, map ? mle.Values : null, map, names, held, own, level), values);
    }

    private static FitResult Describe(FitResult blank, VectorEstimate estimate, double[]? mle, bool map, IReadOnlyList<string> names, double?[] held, Prior[] priors, double level)
    {
        int k = Math.Max(0, estimate.FreeParameters);
        var codes = new List<FitCode>(estimate.Codes);
        if (!map && k > 0 && blank.N - k - 1 <= 0)
            codes.Add(new(FitCodes.FewRows, $"{blank.N:R} observation(s) for {k} parameters: the estimate exists, but says little. More rows or a prior would help.", []));
        double? logPrior = map ? priors.All(prior => prior.IsFlat) ? 0 : estimate.LogPrior : null;
        var wald = new Wald(level);
        return blank with
        {
            Status = codes.Count > 0 ? FitStatus.Caution : FitStatus.Ok,
            Codes = codes,
            ParametersEstimated = k,
            Parameters = [.. names.Select((name, i) =>
            {
                var (lower, upper) = wald.Interval(estimate.Values![i], estimate.StandardErrors[i]);
                return new ParameterEstimate(name, estimate.Values[i], estimate.StandardErrors[i], lower, upper, mle?[i], held[i] is null && !priors[i].IsFlat ? priors[i].ToString() : null, held[i] is not null);
            })],
            LogLikelihood = double.IsFinite(estimate.LogLikelihood) ? estimate.LogLikelihood : null,
            LogPrior = logPrior,
            LogPosterior = double.IsFinite(estimate.LogLikelihood) ? estimate.LogLikelihood + logPrior : null,
            Aic = map ? null : Criteria.Aic(estimate.LogLikelihood, k),
            Aicc = map ? null : Criteria.Aicc(estimate.LogLikelihood, k, blank.N),
            Bic = map ? null : Criteria.Bic(estimate.LogLikelihood, k, blank.N),
            Solver = estimate.Solver ?? new("closed-form", 0, null, estimate.Condition, estimate.Condition is { } c ? Math.Clamp(31 - 2 * Math.Log10(c), 0, 15.95) : 15.95),
            Information = "observed",
        };
    }
}
