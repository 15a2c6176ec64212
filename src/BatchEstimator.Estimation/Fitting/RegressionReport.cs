using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Inference;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>Turns the end of a search into a result: verdict, estimates, standard errors, tests, intervals, criteria, and what else was asked for.</summary>
internal sealed class RegressionReport
{
    private readonly RegressionTemplate template;
    private readonly FitModel model;
    private readonly FitOptions options;
    private readonly RegressionCovariance covariance;
    private readonly ClassQuantities? classes;
    private readonly RegressionIntervals intervals;
    private readonly PointQuantities? point;
    private readonly FitStatistics statistics;
    private readonly TermTests terms;
    private readonly EquivalentPenalties penalties;
    private readonly RegressionDiagnosis diagnosis;
    private readonly ScoringStates? states;

    public RegressionReport(RegressionPlan plan, RegressionTemplate template, IReadOnlyList<LevelIndex> levels, ResponseLevels? response, FitOptions options)
    {
        (this.template, this.options, model) = (template, options, plan.Model);
        classes = response is null ? null : new(plan, template, levels, response, options.Level);
        covariance = new(model.Definition.Vcov, plan.Clusters, plan.Form.Layout == FormulaLayout.First);
        intervals = new(plan, template, options);
        point = plan.Form.Layout == FormulaLayout.First ? new(plan, template, levels, options) : null;
        statistics = new(plan, template);
        terms = new(plan, template, covariance);
        penalties = new(plan, template);
        diagnosis = new(plan, template, options);
        states = options.IsForScoring ? new(plan, template, levels, response) : null;
    }

    /// <summary>The result of one group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="found">What was asked for.</param>
    /// <param name="mle">For a MAP fit the maximum likelihood beside it.</param>
    /// <param name="aliased">The coefficients that cannot be told from others.</param>
    /// <param name="blank">The result so far.</param>
    /// <param name="number">The group's number.</param>
    /// <param name="inFull">False = the estimate and its verdict only.</param>
    public EstimatedFit Of(RegressionGroup group, RegressionFound found, RegressionFound? mle, bool[] aliased, FitResult blank, int number, bool inFull)
    {
        if (found.Refusal is { } refusal)
            return new(blank with { Codes = [refusal] }, null);
        if (found.End is null)
            return Failed(blank, "no finite value of the likelihood was found to start from");
        var curvature = found.Evidence;
        if ((curvature.Fault ?? found.Fault ?? (found.Kinks?.Holds == false ? "a coefficient would climb away from the peak of its prior" : null)) is { } fault)
            return mle is not null && found.End.Runaway.Count > 0 ? Improper(found, blank with { Solver = curvature.Solver }) : Failed(blank with { Solver = curvature.Solver }, fault);
        bool isMap = mle is not null;
        var codes = Codes(found, aliased);
        codes.AddRange(found.Codes);
        if (curvature.Solver.Digits < 5)
            codes.Add(new(FitCodes.IllConditioned, $"About {Math.Floor(curvature.Solver.Digits!.Value)} digits of the worst parameter can be trusted: the data hardly tell it from its neighbours, or weights differ by many powers of ten. A prior, or fewer terms, would help.", []));
        if (group.Levels?.Reservation() is { } reservation)
            codes.Add(reservation);
        int parameters = found.Objective.Free.Count + found.Objective.Settled.Count, slopes = found.Objective.Free.Count(i => i < template.Slopes);
        if (!isMap && blank.N - parameters - 1 <= 0)
            codes.Add(new(FitCodes.FewRows, FormattableString.Invariant($"{blank.N:R} observation(s) for {parameters} parameters: the estimate exists, but says little. More rows, fewer terms or a prior would help."), []));
        var (evidence, remark) = covariance.Of(found, curvature, blank.N, slopes);
        var tests = isMap ? null : CoefficientTests.Of(model, found, evidence, template, blank.N, slopes);
        var ends = intervals.Of(group, found, curvature, evidence, number, inFull);
        var (derived, remarks) = point?.IsAsked == true ? point.Of(group, found, evidence) : ([], []);
        // What needs further fits is for the groups whose reports are read one by one.
        bool isDetailed = inFull && number < options.PictureGroups;
        var (termTests, untested) = isDetailed && !isMap ? terms.Of(found, evidence, blank.N) : ([], null);
        var (diagnostics, picture, overdispersion) = isDetailed ? diagnosis.Of(group, found, curvature, blank.N, !isMap, number) : (null, null, null);
        double likelihood = evidence.Top.LogLikelihood;
        double? prior = isMap ? evidence.Top.LogPrior : null;
        var beside = mle?.End is null ? null : RegressionEvidence.Of(mle);
        return new(blank with
        {
            Status = codes.Count > 0 ? FitStatus.Caution : FitStatus.Ok,
            Codes = codes,
            ParametersEstimated = parameters,
            Parameters = [.. template.Coefficients.Select((coefficient, i) => ParameterOf(i, found, evidence, isMap, beside?.Fault is null ? beside : null, tests, ends.Ends[i]))],
            Derived = [.. blank.Derived, .. inFull ? statistics.Of(group, found, evidence, blank.N, isDetailed, !isMap) : [], .. derived, .. classes?.Of(group, found, evidence, blank.N) ?? []],
            LogLikelihood = likelihood,
            LogPrior = prior,
            LogPosterior = likelihood + prior,
            Aic = isMap ? null : Criteria.Aic(likelihood, parameters),
            Aicc = isMap ? null : Criteria.Aicc(likelihood, parameters, blank.N),
            Bic = isMap ? null : Criteria.Bic(likelihood, parameters, blank.N),
            Solver = evidence.Solver with { KinkMargin = found.Kinks?.Margin, Starts = found.Starts },
            Information = found.Information,
            Vcov = evidence.Standard is null ? null : covariance.Name,
            TestDistribution = tests?.Significance.Name,
            IntervalMethod = ends.Method,
            Bootstrap = ends.Bootstrap,
            TermTests = termTests,
            Diagnostics = diagnostics,
            Scoring = inFull ? states?.Of(group, found, evidence) : null,
            LogEvidence = isMap ? LogEvidence(found, curvature) : null,
            Notes = [.. blank.Notes, .. new[] { remark, found.Remark, found.Kinks?.Note, isMap ? penalties.Of(found, evidence.Natural, blank.SumOfWeights) : null, untested, classes?.Objection, overdispersion }.OfType<string>(), .. remarks, .. ends.Notes],
        }, picture is null ? null : new() { Diagnostics = picture });
    }

    /// <summary>The reservation about coefficients that depend on others.</summary>
    public static FitCode Aliased(string[] names) => new(FitCodes.Aliased,
        $"{string.Join(", ", names)}: not distinguishable from the terms before, so left without an estimate. Leave {(names.Length == 1 ? "it" : "them")} out, or give a normal prior.", names);

    private static List<FitCode> Codes(RegressionFound found, bool[] aliased)
    {
        var codes = new List<FitCode>();
        string[] names = [.. found.Objective.Coefficients.Where((coefficient, i) => aliased[i] && coefficient.Held is null && !found.Objective.Free.Contains(i) && !found.Objective.Settled.Contains(i)).Select(coefficient => coefficient.Name)];
        if (names.Length > 0)
            codes.Add(Aliased(names));
        return codes;
    }

    private static ParameterEstimate ParameterOf(int i, RegressionFound found, RegressionEvidence evidence, bool isMap, RegressionEvidence? mle, CoefficientTests? tests,
        (double? Lower, double? Upper) ends)
    {
        var coefficient = found.Objective.Coefficients[i];
        if (coefficient.Held is { } held)
            return new(coefficient.Name, held, null, null, null, isMap ? held : null, null, true);
        if (!found.Objective.Free.Contains(i) && !found.Objective.Settled.Contains(i))
            return new(coefficient.Name, null, null, null, null);
        double estimate = evidence.Natural[i];
        double? error = evidence.StandardErrorOf(i);
        var (statistic, tail) = tests?.Of(i, estimate, error) ?? (null, null);
        return new(coefficient.Name, estimate, error, ends.Lower, ends.Upper, isMap ? mle?.Natural[i] : null, coefficient.Prior.IsFlat ? null : coefficient.Prior.ToString(), false, statistic, tail);
    }

    // Laplace: log posterior + k/2 log(2 pi) - 1/2 log det J, J the curvature in the units of the data (as for families without a formula).
    private static double? LogEvidence(RegressionFound found, RegressionEvidence curvature)
    {
        var (free, coefficients) = (found.Objective.Free, found.Objective.Coefficients);
        // At a kink there is no curvature to approximate by.
        if (free.Any(i => coefficients[i].Prior.IsFlat) || found.Kinks is not null || found.Objective.HasMedians)
            return null;
        double scales = free.Sum(i => Math.Log(found.Objective.Scale.ScaleOf(i)));
        double value = curvature.Top.Value + 0.5 * free.Count * Math.Log(2 * Math.PI) - 0.5 * curvature.LogDeterminant + scales;
        return double.IsFinite(value) ? value : null;
    }

    private static EstimatedFit Improper(RegressionFound found, FitResult blank)
    {
        string[] names = [.. found.End!.Runaway.Select(i => found.Objective.Coefficients[i].Name)];
        return new(blank with
        {
            Codes = [new(FitCodes.ImproperMode, $"Likelihood times prior has no top: it keeps growing while {string.Join(", ", names)} {(names.Length == 1 ? "goes" : "go")} to an end of the possible values. Give {(names.Length == 1 ? "it" : "them")} a prior that falls off there (for a scale such as sigma, inverse_gamma or lognormal), or a fixed value.", names)],
        }, null);
    }

    private static EstimatedFit Failed(FitResult blank, string why) => new(blank with
    {
        Status = FitStatus.Failed,
        Codes = [new(FitCodes.NotConverged, $"The point the solver stopped at is not a verified maximum: {why}. This is a limit of the program, not of the data; please report it.", [])],
    }, null);
}
