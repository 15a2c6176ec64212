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
    private readonly Wald wald;
    private readonly RegressionCovariance covariance;

    public RegressionReport(RegressionPlan plan, RegressionTemplate template, IReadOnlyList<LevelIndex> levels, FitOptions options)
    {
        (this.template, model) = (template, plan.Model);
        wald = new(options.Level);
        covariance = new(model.Definition.Vcov, plan.Clusters);
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
        var model = RegressionEvidence.Of(found);
        if ((model.Fault ?? found.Fault ?? (found.Kinks?.Holds == false ? "a coefficient would climb away from the peak of its prior" : null)) is { } fault)
            return Failed(blank with { Solver = model.Solver }, fault);
        bool isMap = mle is not null;
        var codes = Codes(found, aliased);
        codes.AddRange(found.Codes);
        if (group.Levels?.Reservation() is { } reservation)
            codes.Add(reservation);
        int parameters = found.Objective.Free.Count + found.Objective.Settled.Count, slopes = found.Objective.Free.Count(i => i < template.Slopes);
        if (!isMap && blank.N - parameters - 1 <= 0)
            codes.Add(new(FitCodes.FewRows, FormattableString.Invariant($"{blank.N:R} observation(s) for {parameters} parameters: the estimate exists, but says little. More rows, fewer terms or a prior would help."), []));
        var (evidence, remark) = covariance.Of(found, model, blank.N, slopes);
        var tests = isMap ? null : CoefficientTests.Of(this.model, found, evidence, template.Slopes, blank.N, slopes);
        double likelihood = evidence.Top.LogLikelihood;
        double? prior = isMap ? evidence.Top.LogPrior : null;
        var beside = mle?.End is null ? null : RegressionEvidence.Of(mle);
        return new(blank with
        {
            Status = codes.Count > 0 ? FitStatus.Caution : FitStatus.Ok,
            Codes = codes,
            ParametersEstimated = parameters,
            Parameters = [.. template.Coefficients.Select((coefficient, i) => ParameterOf(i, found, evidence, isMap, beside?.Fault is null ? beside : null, tests))],
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
            IntervalMethod = "wald",
            Notes = [.. blank.Notes, .. new[] { remark, found.Remark, found.Kinks?.Note }.OfType<string>()],
        }, null);
    }

    private static List<FitCode> Codes(RegressionFound found, bool[] aliased)
    {
        var codes = new List<FitCode>();
        string[] names = [.. found.Objective.Coefficients.Where((coefficient, i) => aliased[i] && coefficient.Held is null && !found.Objective.Free.Contains(i) && !found.Objective.Settled.Contains(i)).Select(coefficient => coefficient.Name)];
        if (names.Length > 0)
            codes.Add(new(FitCodes.Aliased, $"{string.Join(", ", names)}: not distinguishable from the terms before, so left without an estimate. Leave {(names.Length == 1 ? "it" : "them")} out, or give a normal prior.", names));
        return codes;
    }

    private ParameterEstimate ParameterOf(int i, RegressionFound found, RegressionEvidence evidence, bool isMap, RegressionEvidence? mle, CoefficientTests? tests)
    {
        var coefficient = found.Objective.Coefficients[i];
        if (coefficient.Held is { } held)
            return new(coefficient.Name, held, null, null, null, isMap ? held : null, null, true);
        if (!found.Objective.Free.Contains(i) && !found.Objective.Settled.Contains(i))
            return new(coefficient.Name, null, null, null, null);
        double estimate = evidence.Natural[i];
        double? error = evidence.StandardErrorOf(i);
        var (lower, upper) = wald.Interval(estimate, error);
        var (statistic, tail) = tests?.Of(i, estimate, error) ?? (null, null);
        return new(coefficient.Name, estimate, error, lower, upper, isMap ? mle?.Natural[i] : null, coefficient.Prior.IsFlat ? null : coefficient.Prior.ToString(), false, statistic, tail);
    }

    private static EstimatedFit Failed(FitResult blank, string why) => new(blank with
    {
        Status = FitStatus.Failed,
        Codes = [new(FitCodes.NotConverged, $"The point the solver stopped at is not a verified maximum: {why}. This is a limit of the program, not of the data; please report it.", [])],
    }, null);
}
