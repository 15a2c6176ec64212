using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Worker.Reports.Html;

/// <summary>The likelihood, the information criteria and the solver's evidence.</summary>
internal static class Criteria
{
    public static void Write(HtmlWriter page, FitResult fit, double level)
    {
        (string Name, double? Value)[] facts =
        [
            ("Log-likelihood", fit.LogLikelihood), ("Log prior", fit.LogPrior), ("Log posterior", fit.LogPosterior), ("Log evidence (Laplace)", fit.LogEvidence),
            ("AIC", fit.Aic), ("AICc", fit.Aicc), ("BIC", fit.Bic),
        ];
        var known = facts.Where(fact => EstimateRow.Finite(fact.Value) is not null).ToList();
        if (known.Count > 0)
        {
            page.Write($"""<dl class="facts criteria">""");
            foreach (var (name, value) in known) page.Write($"<div><dt>{name}</dt><dd>{Wording.Number(value)}</dd></div>");
            page.Write($"</dl>");
        }
        if (Intervals(fit, level) is { } intervals) page.Write($"""<p class="evidence">{intervals}</p>""");
        string evidence = Evidence(fit);
        if (evidence.Length > 0) page.Write($"""<p class="evidence">{evidence}</p>""");
    }

    private static string? Intervals(FitResult fit, double level)
    {
        if (fit.IntervalMethod is not { } method) return null;
        string text = $"{Wording.Percent(level)} intervals: {Wording.IntervalMethod(method)}.";
        if (method is not ("wald" or "wald-transformed") && fit.Derived.Any(derived => derived.StandardError is not null)) text += " Those of derived quantities: by the delta method (Wald).";
        if (fit.Bootstrap is not { } bootstrap) return text;
        string kind = bootstrap.Kind switch { "parametric" => "drawn from the fit (parametric)", "nonparametric" => "drawn from the rows with replacement (nonparametric)", var other => $"drawn ({other})" };
        text += $" {Wording.Count(bootstrap.Replicates, "sample", "samples")} {kind}";
        return bootstrap.Failed == 0 ? text + ", each of which could be fitted." : text + $"; {Wording.Count(bootstrap.Failed)} of them had no estimate, so the intervals may be too narrow.";
    }

    private static string Agreement(StartAgreement starts, bool map)
    {
        string text = $"{Wording.Count(starts.Agreed)} of {Wording.Count(starts.Tried)} starts ended at this optimum";
        return EstimateRow.Finite(starts.NextBest) is { } next ? $"{text}, the next best optimum has log {(map ? "posterior" : "likelihood")} {Wording.Number(next)}" : text;
    }

    private static string Evidence(FitResult fit)
    {
        var solver = fit.Solver;
        if (solver.Route == SolverEvidence.None.Route) return "";
        var parts = new List<string> { solver.Route switch { "closed-form" => "Closed form", "profile" => "Profile likelihood", "newton" => "Newton's method", "em" => "EM algorithm", var other => other } };
        if (solver.Iterations > 0) parts.Add(Wording.Count(solver.Iterations, "iteration", "iterations"));
        if (EstimateRow.Finite(solver.GradientNorm) is { } gradient) parts.Add($"gradient at the estimate {Wording.Number(gradient)}");
        if (EstimateRow.Finite(solver.ConditionNumber) is { } condition) parts.Add($"condition number {Wording.Number(condition)}");
        if (EstimateRow.Finite(solver.Digits) is { } digits) parts.Add($"about {Wording.Count(Math.Floor(digits))} digits to be trusted");
        if (solver.Starts is { } starts) parts.Add(Agreement(starts, fit.Method == "map"));
        if (fit.Information is { } information) parts.Add(fit.Vcov is null or "iid" ? $"standard errors from the {information} information" : $"standard errors {fit.Vcov}: a sandwich of the {information} information and the rows’ scores");
        return string.Join(" · ", parts);
    }
}
