using BatchEstimator.Estimation.Inference;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>Turns the end of a search into a result: verdict, estimates, standard errors, intervals, criteria.</summary>
internal sealed class RegressionReport(RegressionTemplate template, FitOptions options)
{
    private readonly Wald wald = new(options.Level);

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
        if (found.End is null)
            return Failed(blank, "no finite value of the likelihood was found to start from");
        var evidence = RegressionEvidence.Of(found);
        if ((evidence.Fault ?? (found.Kinks?.Holds == false ? "a coefficient would climb away from the peak of its prior" : null)) is { } fault)
            return Failed(blank with { Solver = evidence.Solver }, fault);
        bool isMap = mle is not null;
        var codes = Codes(found, aliased);
        int parameters = found.Objective.Free.Count + found.Objective.Settled.Count;
        if (!isMap && blank.N - parameters - 1 <= 0)
            codes.Add(new(FitCodes.FewRows, FormattableString.Invariant($"{blank.N:R} observation(s) for {parameters} parameters: the estimate exists, but says little. More rows, fewer terms or a prior would help."), []));
        double likelihood = evidence.Top.LogLikelihood;
        double? prior = isMap ? evidence.Top.LogPrior : null;
        var beside = mle?.End is null ? null : RegressionEvidence.Of(mle);
        return new(blank with
        {
            Status = codes.Count > 0 ? FitStatus.Caution : FitStatus.Ok,
            Codes = codes,
            ParametersEstimated = parameters,
            Parameters = [.. template.Coefficients.Select((coefficient, i) => ParameterOf(i, found, evidence, isMap, beside?.Fault is null ? beside : null))],
            LogLikelihood = likelihood,
            LogPrior = prior,
            LogPosterior = likelihood + prior,
            Aic = isMap ? null : Criteria.Aic(likelihood, parameters),
            Aicc = isMap ? null : Criteria.Aicc(likelihood, parameters, blank.N),
            Bic = isMap ? null : Criteria.Bic(likelihood, parameters, blank.N),
            Solver = evidence.Solver with { KinkMargin = found.Kinks?.Margin },
            Information = "observed",
            IntervalMethod = "wald",
            Notes = found.Kinks is { } kinks ? [.. blank.Notes, kinks.Note] : blank.Notes,
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

    private ParameterEstimate ParameterOf(int i, RegressionFound found, RegressionEvidence evidence, bool isMap, RegressionEvidence? mle)
    {
        var coefficient = found.Objective.Coefficients[i];
        if (coefficient.Held is { } held)
            return new(coefficient.Name, held, null, null, null, isMap ? held : null, null, true);
        if (!found.Objective.Free.Contains(i) && !found.Objective.Settled.Contains(i))
            return new(coefficient.Name, null, null, null, null);
        double? error = evidence.StandardErrorOf(i);
        var (lower, upper) = wald.Interval(evidence.Natural[i], error);
        return new(coefficient.Name, evidence.Natural[i], error, lower, upper, isMap ? mle?.Natural[i] : null, coefficient.Prior.IsFlat ? null : coefficient.Prior.ToString());
    }

    private static EstimatedFit Failed(FitResult blank, string why) => new(blank with
    {
        Status = FitStatus.Failed,
        Codes = [new(FitCodes.NotConverged, $"The point the solver stopped at is not a verified maximum: {why}. This is a limit of the program, not of the data; please report it.", [])],
    }, null);
}
