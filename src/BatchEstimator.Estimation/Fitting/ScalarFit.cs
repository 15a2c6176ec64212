using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Inference;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Priors;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>A family of one response and few parameters, from its sufficient statistics.</summary>
internal sealed class ScalarFit : FitAccumulator
{
    private readonly ScalarFamily family;
    private readonly StatisticsPlan plan;
    private readonly WeightedSums total;
    private readonly double?[] held;
    private readonly ScalarSolver likelihood;
    private readonly ScalarSolver? posterior;
    private readonly Tape logLikelihood;
    private readonly Tape logPrior;
    private readonly DerivedQuantities derived;

    public ScalarFit(FitModel model, FitOptions options) : base(model, options)
    {
        family = (ScalarFamily)model.Family;
        plan = new(family.Statistics);
        total = new(WeightedSums.Preamble + plan.Count, 1);
        held = [.. family.Parameters.Select(p => model.Definition.Fixed.TryGetValue(p.Name, out double value) ? value : (double?)null)];
        bool[] isHeld = [.. held.Select(value => value is not null)];
        likelihood = new(family, [.. held.Select(_ => Prior.Flat)], isHeld);
        if (model.Definition.Method == EstimationMethod.Map)
            posterior = new(family, Priors(), isHeld);
        logLikelihood = new(family.LogLikelihood);
        logPrior = new((posterior ?? likelihood).LogPrior);
        derived = new(model, family, (posterior ?? likelihood).Free, new Wald(options.Level));
    }

    /// <summary>The prior of each parameter; a joint one stands with the first.</summary>
    private Prior[] Priors() =>
        [.. family.Parameters.Select((p, i) => Model.Priors.TryGetValue(p.Name, out var prior) ? prior
            : i == 0 && family.JointPriors.Keys.Select(key => Model.Priors.GetValueOrDefault(key)).FirstOrDefault(joint => joint is not null) is { } found ? found
            : Prior.Flat)];

    public override FitPart Fold(Block block, IReadOnlyList<Column> columns, GroupCodes groups)
    {
        var data = RoleColumns.Of(Model, columns, block.Rows);
        var weights = WeightsOf(columns);
        var rows = BlockRows.Select(block, groups, data, [], weights, data.Count, family.InSupport);
        var sums = plan.Fold(rows, plan.Columns(data, block.Rows), weights, IsPrecision);
        return new SumsPart(rows, weights is null ? [data[0]] : [data[0], weights], sums);
    }

    protected override void AddSums(FitPart part, int[] groups) => total.Add(((SumsPart)part).Sums, groups);

    protected override EstimatedFit EstimateGroup(int group, RowTally tally, FitResult blank)
    {
        double[] summary = family.Summarise(total[group]);
        blank = blank with
        {
            N = (double)total[group][0],
            SumOfWeights = (double)total[group][1],
            ParametersEstimated = likelihood.Free.Count,
            Derived = derived.OfData(summary, logLikelihood, tally),
            Notes = [.. derived.Notes(summary, tally)],
        };
        if (!summary.All(double.IsFinite))
            return new(blank with { Codes = [NotFinite()] }, null);
        var solver = posterior ?? likelihood;
        var solution = solver.Solve(summary, held);
        var mle = posterior is null ? solution : likelihood.Solve(summary, held);
        if (solution.Point.Values is not { } values)
            return new(blank with { Codes = Explained(solution.Point.Codes, tally), Solver = new(solution.Route, solution.Iterations) }, null);
        var result = Describe(blank, summary, solution, mle.Point.Values, values);
        var sample = SampleOf(group);
        bool draw = sample is not null && result.Status is FitStatus.Ok or FitStatus.Caution;
        return new(result, draw ? new ScalarPictures(Model, family, likelihood, posterior, held).Draw(sample!, summary, result, tally) : null);
    }

    // Values that differ, but not by enough for their squares to show it, are not "all equal".
    private IReadOnlyList<FitCode> Explained(IReadOnlyList<FitCode> codes, RowTally tally) =>
        tally.Minimum < tally.Maximum && codes is [{ Code: FitCodes.DegenerateVariance } code]
            ? [code with { Message = $"The values of '{Model.ResponseName}' differ, but by too little, beside their size or in themselves, for the squares to show it in a double. Subtract a constant, or multiply by a power of ten, and fit again." }]
            : codes;

    private FitResult Describe(FitResult blank, double[] summary, ScalarSolution solution, double[]? mle, double[] values)
    {
        var solver = posterior ?? likelihood;
        var interior = solver.Free.Where(i => !solution.Point.Boundary.Contains(i)).ToList();
        var density = interior.Count == solver.Free.Count ? solver.Density
            : new(family.LogLikelihood + solver.LogPrior, [.. interior.Select(i => new Variable(VariableKind.Parameter, i, family.Parameters[i].Name))]);
        var evidence = Evidence.At(density, values, summary, interior, solution);
        double value = logLikelihood.Evaluate([], values, summary)[0];
        if (evidence.OutOfRange || !double.IsFinite(value) || !values.All(double.IsFinite))
            return blank with { Codes = [held.Any(h => h is not null) ? Contradicted() : NotFinite()], Solver = evidence.Solver };
        bool map = posterior is not null;
        double? prior = map ? logPrior.Evaluate([], values, summary)[0] : null;
        if (prior is { } p && !double.IsFinite(p))
            prior = null;
        var codes = new List<FitCode>(solution.Point.Codes);
        codes.AddRange(evidence.Codes);
        int k = likelihood.Free.Count;
        if (!map && k > 0 && blank.N - k - 1 <= 0)
            codes.Add(new(FitCodes.FewRows, $"{blank.N:R} observation(s) for {k} parameter(s): the estimate exists, but says little. More rows or a prior would help.", []));
        var wald = new Wald(Options.Level);
        return blank with
        {
            Status = evidence.Failed ? FitStatus.Failed : codes.Count > 0 ? FitStatus.Caution : FitStatus.Ok,
            Codes = codes,
            Parameters = [.. family.Parameters.Select((parameter, i) => Parameter(parameter, i, values, mle, evidence.StandardErrorOf(i), wald))],
            Derived = [.. blank.Derived, .. derived.OfParameters(values, summary, evidence, blank.N, value)],
            LogLikelihood = value,
            LogPrior = prior,
            LogPosterior = prior is null ? null : value + prior,
            Aic = map ? null : Criteria.Aic(value, k),
            Aicc = map ? null : Criteria.Aicc(value, k, blank.N),
            Bic = map ? null : Criteria.Bic(value, k, blank.N),
            Solver = evidence.Solver,
            Information = evidence.HasInformation ? "observed" : null,
        };
    }

    private ParameterEstimate Parameter(ParameterInfo parameter, int i, double[] values, double[]? mle, double? error, Wald wald)
    {
        var (lower, upper) = wald.Interval(values[i], error);
        string? prior = Model.Priors.TryGetValue(parameter.Name, out var own) ? own.ToString()
            : family.JointPriors.Keys.Where(key => Model.Priors.ContainsKey(key)).Select(key => $"{key} ~ {Model.Priors[key]}").FirstOrDefault();
        return new(parameter.Name, values[i], error, lower, upper, posterior is null || mle is null || !double.IsFinite(mle[i]) ? null : mle[i], held[i] is null ? prior : null, held[i] is not null);
    }

    private FitCode NotFinite() => new(FitCodes.NotFinite,
        $"The sums over '{Model.ResponseName}', or the likelihood they give, are beyond the range of a double. Divide the column by a power of ten and fit again.", [Model.ResponseName]);

    private FitCode Contradicted() => new(FitCodes.OutOfSupport,
        $"With the fixed values ({string.Join(", ", Model.Definition.Fixed.Select(entry => FormattableString.Invariant($"{entry.Key} = {entry.Value}")))}) the likelihood of these data is 0 or beyond the range of a double. Check the fixed values and the units of the data.",
        [.. Model.Definition.Fixed.Keys]);
}
