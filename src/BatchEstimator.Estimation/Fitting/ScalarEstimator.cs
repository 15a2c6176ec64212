using System.Globalization;
using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Inference;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Priors;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>From the data of a group to its result: the top of likelihood times prior, the checks after the search, and what follows from it.</summary>
internal sealed class ScalarEstimator
{
    private const ulong GoodnessOfFitStream = 1;

    private readonly FitModel model;
    private readonly ScalarFamily family;
    private readonly FitOptions options;
    private readonly double?[] held;
    private readonly ScalarSolver likelihood;
    private readonly ScalarSolver? posterior;
    private readonly DerivedQuantities derived;
    private readonly Derivatives? summed;

    private ScalarEstimator(FitModel model, ScalarFamily family, FitOptions options, double?[] held, Prior[]? priors)
    {
        (this.model, this.family, this.options, this.held) = (model, family, options, held);
        bool[] isHeld = [.. held.Select(value => value is not null)];
        likelihood = new(family, [.. held.Select(_ => Prior.Flat)], isHeld);
        posterior = priors is null ? null : new(family, priors, isHeld);
        summed = GroupFitter.LogLikelihoodOf(family);
        derived = new(model, family, Solver.Free, new Wald(options.Level), options.Intervals == IntervalMethod.WaldTransformed);
    }

    /// <summary>The solver of what was asked for: the posterior if there are priors, else the likelihood.</summary>
    private ScalarSolver Solver => posterior ?? likelihood;

    /// <summary>The estimator of a model.</summary>
    public static ScalarEstimator Of(FitModel model, ScalarFamily family, FitOptions options) =>
        new(model, family, options,
            [.. family.Parameters.Select(p => model.Definition.Fixed.TryGetValue(p.Name, out double value) ? value : (double?)null)],
            model.Definition.Method == EstimationMethod.Map ? PriorsOf(model, family) : null);

    /// <summary>Estimates a group.</summary>
    public EstimatedFit Estimate(GroupData data, GroupFacts facts)
    {
        var blank = facts.Blank with
        {
            ParametersEstimated = likelihood.Free.Count,
            // In a limit they are known already, under the family that was asked for.
            Derived = facts.Blank.Derived.Count > 0 ? facts.Blank.Derived : derived.OfData(data, facts.Blank.N, facts.Tally),
            Notes = facts.Blank.Derived.Count > 0 ? facts.Blank.Notes : [.. derived.Notes(data, facts.Blank.N, facts.Tally)],
        };
        if (data is SummaryData { Summary: var summary } && !summary.All(double.IsFinite))
            return new(blank with { Codes = [NotFinite()] }, null);
        double?[] pinned = data.ToStandard(held);
        var solution = Solver.Solve(data, pinned);
        if (solution.Limit is { } limit)
            return InLimit(limit, solution.Codes, data, facts with { Blank = blank });
        var mle = posterior is null ? solution : likelihood.Solve(data, pinned);
        if (solution.Values is null)
            return new(blank with { Codes = Explained(solution.Codes, facts), Solver = new(solution.Route, solution.Iterations) }, null);
        var result = Describe(data, facts with { Blank = blank }, solution, mle);
        if (result.Status == FitStatus.Failed && family.Limit is { } edge && held[edge.Parameter] is null && Solver.Priors[edge.Parameter].IsFlat
            && InLimit(edge.Estimate.Limit!, edge.Estimate.Codes, data, facts with { Blank = blank }) is var limited && IsAsHigh(limited.Result, result))
            return limited;
        if (result.Status == FitStatus.Failed && posterior is null && new RidgeWalk(family).From(data, pinned, solution) is { } walked)
        {
            if (walked.Values is null)
                return new(blank with { Codes = walked.Codes, Solver = new(walked.Route, solution.Iterations) }, null);
            var higher = Describe(data, facts with { Blank = blank }, walked, walked);
            result = higher.Status == FitStatus.Failed ? result : higher;
        }
        bool isVerified = result.Status != FitStatus.Failed && result.Codes is not [{ Code: FitCodes.NotFinite }];
        if (posterior is not null && (!isVerified || posterior.MayHaveTopByPrior(data)) && Again(data, facts with { Blank = blank }, result, mle) is { } second
            && !(isVerified && result.LogPosterior is { } first && second.Result.LogPosterior <= first + 1e-9 * (1 + Math.Abs(first))))
            (data, result, pinned) = (second.Data, second.Result, second.Data.ToStandard(held));
        result = facts.InFull ? Tested(result, facts) : result;
        bool draw = facts is { InFull: true, Sampled: not null } && result.Status is FitStatus.Ok or FitStatus.Caution;
        return new(result, draw ? new ScalarPictures(model, family, likelihood, posterior, pinned, options.Level).Draw(facts.Sampled!, data, result, facts.Tally) : null);
    }

    // A verified mode that is no lower than the point at which the first search stopped.
    private (GroupData Data, FitResult Result)? Again(GroupData data, GroupFacts facts, FitResult stopped, PointEstimate mle)
    {
        if (new SecondSearch(family, Solver.Priors).Of(data, held, mle) is not var (units, top))
            return null;
        var likeliest = mle.Values is { } values ? mle with { Values = units.ToStandard(data.ToNatural(values)) } : mle;
        var result = Describe(units, facts, top, likeliest);
        bool isLower = (result.LogPosterior ?? result.LogLikelihood) is var height && (stopped.LogPosterior ?? stopped.LogLikelihood) is { } before && !(height >= before - 1e-9 * (1 + Math.Abs(before)));
        return result.Status is FitStatus.Failed or FitStatus.Refused || isLower ? null : (units, result);
    }

    // The simpler family takes over: its estimates, its number of parameters, under the names of the family that was asked for.
    private EstimatedFit InLimit(LimitModel limit, IReadOnlyList<FitCode> codes, GroupData data, GroupFacts facts)
    {
        var priors = posterior is null ? null : limit.Shared(Solver.Priors, Prior.Flat);
        var (result, pictures) = new ScalarEstimator(model, limit.Family, options, limit.Shared(held, null), priors).Estimate(data.Under(limit.Family)!, facts);
        if (result.Status is not (FitStatus.Ok or FitStatus.Caution))
            return new(result, null);
        int gone = Enumerable.Range(0, limit.Same.Count).First(i => limit.Same[i] is null);
        var (lower, note) = facts.InFull && options.Intervals == IntervalMethod.Profile ? ProfileInLimit(limit, result, data, gone) : (null, null);
        return new(result with
        {
            Status = FitStatus.Caution,
            Codes = [.. codes, .. result.Codes],
            Notes = note is null ? result.Notes : [.. result.Notes, note],
            Tests = posterior is null && family.Limits.Contains(limit) ? [NestedTests.Test(limit.Family.Name, 0, 1, onBoundary: true)] : [],
            Parameters = [.. family.Parameters.Select((parameter, i) => limit.Same[i] is { } place
                ? result.Parameters[place] with { Name = parameter.Name, Prior = held[i] is null ? PriorOf(parameter) : null } : new ParameterEstimate(parameter.Name, null, null, lower, null))],
        }, pictures);
    }

    private (double? Lower, string? Note) ProfileInLimit(LimitModel limit, FitResult result, GroupData data, int gone)
    {
        double[] natural = [.. limit.Same.Select(place => place is { } p ? result.Parameters[p].Estimate!.Value : 1)];
        double height = (result.LogPosterior ?? result.LogLikelihood)!.Value - data.LogJacobian;
        return FitIntervals.InLimit(Solver, data, data.ToStandard(held), data.ToStandard(natural), gone, height, options.Level);
    }

    private static bool IsAsHigh(FitResult limit, FitResult stopped) => limit.Status is FitStatus.Ok or FitStatus.Caution
        && (limit.LogPosterior ?? limit.LogLikelihood) is { } high && (stopped.LogPosterior ?? stopped.LogLikelihood) is { } value && high >= value - 1e-9 * (1 + Math.Abs(value));

    private FitResult Describe(GroupData data, GroupFacts facts, PointEstimate solution, PointEstimate likeliest)
    {
        var blank = facts.Blank;
        double[] standard = solution.Values!, values = data.ToNatural(standard);
        var interior = Solver.Free.Where(i => !solution.Boundary.Contains(i)).ToList();
        var evidence = Evidence.At(Solver.Density(data), data, standard, interior, solution);
        string? irregular = interior.Count > 0 ? family.Irregular(standard) : null;
        if (irregular is not null && posterior is null)
            (evidence, blank) = (evidence.WithoutInformation(), blank with { Notes = [.. blank.Notes, irregular] });
        double value = data.At(standard) + data.LogJacobian;
        bool map = posterior is not null;
        if (evidence.OutOfRange || !double.IsFinite(value) || !values.All(double.IsFinite))
            return blank with { Codes = [held.Any(h => h is not null) ? Contradicted() : NotFinite()], Solver = evidence.Solver };
        if (evidence.OutOfDigits)
            return blank with { Codes = [OutOfDigits()], Solver = evidence.Solver };
        // A likelihood without a top, and priors under which the search finds none either.
        if (evidence.Failed && family.WithoutTop is { Codes: [var none, ..] })
            return blank with { Codes = [map ? none with { Code = FitCodes.ImproperMode } : none], Solver = evidence.Solver };
        if (map && evidence.Failed && likeliest is { Values: null, Limit: null, Codes: [var why, ..] })
            return blank with { Codes = [why with { Code = FitCodes.ImproperMode, Message = $"{why.Message} Under the priors that were given no highest point was found either; one that falls off faster there would give an estimate." }], Solver = evidence.Solver };
        double[]? mle = likeliest.Values is { } likely ? data.ToNatural(likely) : null;
        double? prior = map && posterior!.LogPriorAt(values) is var p && double.IsFinite(p) ? p : null;
        int k = likelihood.Free.Count;
        var intervals = Intervals(data, facts, standard, evidence);
        var codes = new List<FitCode>([.. solution.Codes, .. evidence.Codes]);
        if (!map && k > 0 && blank.N - k - 1 <= 0)
            codes.Add(new(FitCodes.FewRows, string.Create(CultureInfo.InvariantCulture, $"{blank.N:R} observation(s) for {k} parameter(s): the estimate exists, but says little. More rows or a prior would help."), []));
        if (evidence is { Failed: false, Solver.Digits: < 5 })
            codes.Add(new(FitCodes.IllConditioned, $"About {Math.Floor(evidence.Solver.Digits!.Value)} digits of the worst parameter can be trusted: the data hardly tell it from its neighbours. A prior, or a fixed value, would help.", []));
        var starts = solution.Starts is { } found ? found with { NextBest = found.NextBest + data.LogJacobian } : null;
        if (!evidence.Failed && solution.Starts?.NextBest is { } next && StartComparison.IsAsHigh(Solver.Density(data).At(standard), next))
            codes.Add(new(FitCodes.NonUnique, $"Another point is exactly as {(map ? "probable" : "likely")} as the one reported: the searches from {starts!.Tried} starts ended at different optima of the same height. More rows, a fixed value or a prior would tell them apart.", []));
        var asked = derived.OfParameters(values, data, evidence, blank.N, value).ToList();
        return blank with
        {
            Status = evidence.Failed ? FitStatus.Failed : codes.Count > 0 ? FitStatus.Caution : FitStatus.Ok,
            Codes = codes,
            Parameters = Parameters(values, mle, evidence, intervals),
            Derived = [.. blank.Derived, .. asked],
            LogLikelihood = value,
            LogPrior = prior,
            LogPosterior = prior is null ? null : value + prior,
            Aic = map ? null : Criteria.Aic(value, k),
            Aicc = map ? null : Criteria.Aicc(value, k, blank.N),
            Bic = map ? null : Criteria.Bic(value, k, blank.N),
            Solver = evidence.Solver with { Starts = starts },
            Information = !evidence.HasInformation ? null : solution.Kinks.Count > 0 ? "expected" : "observed",
            IntervalMethod = intervals.Method,
            Bootstrap = intervals.Bootstrap,
            Tests = map || evidence.Failed ? [] : NestedTests.Of(family, likelihood, data, data.ToStandard(held), data.At(standard)),
            LogEvidence = map && !evidence.Failed && prior is not null && Solver.Free.All(i => !Solver.Priors[i].IsFlat) ? evidence.LogEvidence(value + prior.Value) : null,
            Notes = [.. blank.Notes, .. intervals.Notes, .. derived.Overreach(asked)],
        };
    }

    // Where a pivot is known its interval stands, whatever the method for the others.
    private FitIntervals Intervals(GroupData data, GroupFacts facts, double[] standard, Evidence evidence)
    {
        var exact = ExactEnds(data);
        int[] others = [.. Solver.Free.Where(i => exact[i] is null)];
        var found = others.Length == 0 && Solver.Free.Count > 0 ? new FitIntervals("exact", new (double?, double?)[standard.Length], null, [])
            : Intervals(data, facts, standard, evidence, others);
        return found.With(exact, family);
    }

    private (double Lower, double Upper)?[] ExactEnds(GroupData data)
    {
        bool isSample = posterior is null && data is SummaryData && model.Definition.Weights?.Kind != WeightKind.Precision;
        return [.. family.Parameters.Select((_, i) => isSample && held[i] is null ? ((SummaryFamily)family).ExactInterval(i, ((SummaryData)data).Summary, held, options.Level) : null)];
    }

    private FitIntervals Intervals(GroupData data, GroupFacts facts, double[] standard, Evidence evidence, int[] wanted)
    {
        double[] values = data.ToNatural(standard);
        if (!facts.InFull)
            return FitIntervals.Wald(family, values, evidence, options.Level, transformed: false);
        if (options.Intervals == IntervalMethod.Profile && !evidence.Failed)
            return FitIntervals.Profile(Solver, data, data.ToStandard(held), standard, wanted, evidence, options.Level);
        if (options.Intervals == IntervalMethod.Bootstrap && !evidence.Failed && facts.Rows is { } rows && wanted.Length > 0)
        {
            // A censored or truncated row says nothing of the limits that other rows would have met: such samples are drawn from the rows.
            var kind = rows.IsPlain && family.Draw(new(0), values, new double[1]) ? options.Bootstrap : BootstrapKind.Nonparametric;
            var fitter = new GroupFitter(family, Solver, held, summed);
            var estimates = new Bootstrap(fitter, RandomOf(facts)).Estimates(rows, values, kind, options.Replicates);
            return FitIntervals.Bootstrapped(estimates, values, wanted, kind, options.Level);
        }
        return FitIntervals.Wald(family, values, evidence, options.Level, options.Intervals == IntervalMethod.WaldTransformed);
    }

    // Unasked only where pictures are drawn, their sample is all there is, and the refits are not too much work.
    private FitResult Tested(FitResult result, GroupFacts facts)
    {
        var (request, definition) = (model.Definition.GoodnessOfFit, model.Definition);
        if (request == GoodnessOfFitRequest.Off || result.Status is not (FitStatus.Ok or FitStatus.Caution))
            return result;
        var rows = facts.Rows ?? (definition is { Event: null, Left: null, Right: null, Truncation: null } ? facts.SampledRows(family) : null);
        bool isPlain = rows is { IsPlain: true } && definition.Weights?.Kind != WeightKind.Precision;
        if (request == GoodnessOfFitRequest.Auto && !(isPlain && facts.Sampled?.Count == facts.Tally.Used && rows!.TotalWeight <= options.PictureRows))
            return result;
        double work = isPlain ? GoodnessOfFitTests.MostWork(family, rows!.TotalWeight) : 0;
        if (request == GoodnessOfFitRequest.Auto && work > options.MostUnaskedWork)
        {
            return result with { Notes = [.. result.Notes, string.Create(CultureInfo.InvariantCulture,
                $"The goodness of fit was not tested unasked: up to {GoodnessOfFitTests.MostRefits} refits of {rows!.TotalWeight:R} rows of {family.Name} are {work:G2} units of work, and no more than {options.MostUnaskedWork:G2} are done unasked; goodnessOfFit: on has it tested.")] };
        }
        if (!isPlain)
            return result with { Notes = [.. result.Notes, "The goodness of fit was not tested: it is for rows that are known exactly, could all be seen and have one distribution, so not for censored or truncated ones, trials or precision weights."] };
        var tests = new GoodnessOfFitTests(new(family, Solver, held, summed), RandomOf(facts).Split(GoodnessOfFitStream));
        var (found, remark) = tests.Of(rows!, [.. result.Parameters.Select(parameter => parameter.Estimate!.Value)], Solver.Free.Count);
        return result with { GoodnessOfFit = found, Notes = remark is null || (found is null && request == GoodnessOfFitRequest.Auto) ? result.Notes : [.. result.Notes, remark] };
    }

    // A stream of its own for every fit and group, whatever thread it runs on.
    private Xoshiro RandomOf(GroupFacts facts) => StreamOf.Group(options.Seed, model.Definition.Name, facts.Number);

    private ParameterEstimate[] Parameters(double[] values, double[]? mle, Evidence evidence, FitIntervals intervals)
    {
        return [.. family.Parameters.Select((parameter, i) =>
        {
            double? error = evidence.StandardErrorOf(i);
            var (lower, upper) = intervals.Ends[i];
            double? beside = posterior is null || mle is null || !double.IsFinite(mle[i]) ? null : mle[i];
            return new ParameterEstimate(parameter.Name, values[i], error, lower, upper, beside, held[i] is null ? PriorOf(parameter) : null, held[i] is not null);
        })];
    }

    private string? PriorOf(ParameterInfo parameter) => model.Priors.TryGetValue(parameter.Name, out var own) ? own.ToString()
        : family.JointPriors.Keys.Where(key => model.Priors.ContainsKey(key)).Select(key => $"{key} ~ {model.Priors[key]}").FirstOrDefault();

    /// <summary>The prior of each parameter; a joint one stands with the first.</summary>
    private static Prior[] PriorsOf(FitModel model, ScalarFamily family) =>
        [.. family.Parameters.Select((p, i) => model.Priors.TryGetValue(p.Name, out var prior) ? prior
            : i == 0 && family.JointPriors.Keys.Select(key => model.Priors.GetValueOrDefault(key)).FirstOrDefault(joint => joint is not null) is { } found ? found
            : Prior.Flat)];

    // Values that differ, but not by enough for their squares to show it, are not "all equal".
    private IReadOnlyList<FitCode> Explained(IReadOnlyList<FitCode> codes, GroupFacts facts) =>
        facts.Tally.Minimum < facts.Tally.Maximum && codes is [{ Code: FitCodes.DegenerateVariance } code]
            ? [double.IsInfinity(facts.Tally.Maximum * facts.Tally.Maximum) || double.IsInfinity(facts.Tally.Minimum * facts.Tally.Minimum) ? NotFinite() : code with { Message = $"The values of '{model.ResponseName}' differ, but by too little, beside their size or in themselves, for the squares to show it in a double. Subtract a constant, or multiply by a power of ten, and fit again." }]
            : codes;

    private FitCode NotFinite() => new(FitCodes.NotFinite,
        $"The sums over '{model.ResponseName}', or the likelihood they give, are beyond the range of a double. Divide the column by a power of ten and fit again.", [model.ResponseName]);

    private FitCode OutOfDigits() => new(FitCodes.NotFinite,
        $"The log-likelihood of '{model.ResponseName}' has no digits left in a double to tell neighbouring parameters apart: {(posterior is null ? "the values are too large, too many or too much alike. Check the units of the column." : "the values are too large or too much alike, or lie too far from where the priors are. Check the units of the column and the scale of the priors.")}", [model.ResponseName]);

    private FitCode Contradicted() => new(FitCodes.OutOfSupport,
        $"With the fixed values ({string.Join(", ", model.Definition.Fixed.Select(entry => FormattableString.Invariant($"{entry.Key} = {entry.Value}")))}) the likelihood of these data is 0 or beyond the range of a double. Check the fixed values and the units of the data.",
        [.. model.Definition.Fixed.Keys]);
}
