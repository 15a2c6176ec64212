using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Tests.Support;

/// <summary>What every result owes its reader, whatever the data were.</summary>
internal static class Sound
{
    private static readonly string[] Cautions =
    [
        FitCodes.BoundaryEstimate, FitCodes.Aliased, FitCodes.NonUnique, FitCodes.IllConditioned, FitCodes.FewRows, FitCodes.LimitModel, FitCodes.ExactFit,
    ];

    public static void Check(FitResult result, string what) => Assert.Empty(Problems(result, what));

    /// <summary>Everything that is not as it must be.</summary>
    public static IEnumerable<string> Problems(FitResult result, string what)
    {
        bool refused = result.Status == FitStatus.Refused, aliased = result.Codes.Any(code => code.Code is FitCodes.Aliased or FitCodes.LimitModel or FitCodes.NonUnique);
        IEnumerable<(bool Fine, string Problem)> checks =
        [
            .. Numbers(result).Select(entry => (double.IsFinite(entry.Value), $"{entry.Name} is {entry.Value}")),
            (result.Status != FitStatus.Failed, $"failed, {Codes(result)}"),
            (refused == (result.Parameters.Count == 0), $"{result.Status} with {result.Parameters.Count} parameters"),
            (result.Status == FitStatus.Failed || refused == result.Codes.Any(code => !Cautions.Contains(code.Code)), $"{result.Status} with {Codes(result)}"),
            ((result.Status == FitStatus.Ok) == (result.Codes.Count == 0), $"{result.Status} with {Codes(result)}"),
            (aliased || result.Codes.Any(code => code.Code == FitCodes.LimitModel) || result.Parameters.All(p => p.Estimate is not null), "an estimate is null"),
            (result.Status != FitStatus.Ok || result.LogLikelihood is not null, "ok without a log-likelihood"),
            .. result.Codes.Select(code => (code.Message.EndsWith('.') && !code.Message.Contains("NaN"), code.Message)),
            .. result.Parameters.Where(p => p.StandardError is not null).Select(p => (!p.Fixed && p.StandardError > 0 && p.Lower <= p.Upper, p.ToString())),
        ];
        return checks.Where(check => !check.Fine).Select(check => $"{what}: {check.Problem}");
    }

    public static string Codes(FitResult result) => string.Join("; ", result.Codes.Select(code => $"{code.Code}: {code.Message}"));

    private static IEnumerable<(string Name, double Value)> Numbers(FitResult result)
    {
        IEnumerable<(string, double?)> all =
        [
            ("n", result.N), ("sum of weights", result.SumOfWeights), ("log-likelihood", result.LogLikelihood), ("log prior", result.LogPrior),
            ("log posterior", result.LogPosterior), ("AIC", result.Aic), ("AICc", result.Aicc), ("BIC", result.Bic),
            ("slope", result.Solver.GradientNorm), ("condition", result.Solver.ConditionNumber), ("digits", result.Solver.Digits),
            .. result.Parameters.SelectMany(p => new (string, double?)[]
                { (p.Name, p.Estimate), ($"error of {p.Name}", p.StandardError), ($"lower {p.Name}", p.Lower), ($"upper {p.Name}", p.Upper), ($"MLE of {p.Name}", p.Mle) }),
            .. result.Derived.SelectMany(d => new (string, double?)[]
                { (d.Name, d.Estimate), ($"error of {d.Name}", d.StandardError), ($"lower {d.Name}", d.Lower), ($"upper {d.Name}", d.Upper) }),
        ];
        return all.Where(entry => entry.Item2 is not null).Select(entry => (entry.Item1, entry.Item2!.Value));
    }
}
