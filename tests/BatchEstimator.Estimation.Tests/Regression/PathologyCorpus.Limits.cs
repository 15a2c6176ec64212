namespace BatchEstimator.Estimation.Tests.Regression;

/// <content>Parameters at the ends of their values, and likelihoods without a top.</content>
internal static partial class PathologyCorpus
{
    private const string EvenCounts = "x: 1 2 3 4 5 6; y: 2 3 3 4 5 6";

    private static IEnumerable<PathologyCase> Limits()
    {
        yield return new("negative binomial without excess variance", Fit("negative_binomial", "y ~ x"), EvenCounts, "LIMIT_MODEL", "(Intercept) = 0.5596798869290", "x = 0.2064795680550", "size = none");
        yield return new("negative binomial with excess variance", Fit("negative_binomial", "y ~ x"), "x: 1 2 3 4 5 6 7 8; y: 0 9 1 14 2 30 5 22", "ok", "(Intercept) = 0.7810186651737", "x = 0.3028113193014", "size = 1.1281473588065");
        yield return new("student t in even data", Fit("student_t", "y ~ x"), "x: 1 2 3 4 5 6 7 8; y: 1.5 1.5 3.5 3.5 5.5 5.5 7.5 7.5", "LIMIT_MODEL", "df = none");
        yield return new("student t with an outlier", Fit("student_t", "y ~ x") with { Fixed = new Dictionary<string, double> { ["df"] = 3 } }, "x: 1 2 3 4 5 6 7 8; y: 1.1 1.8 3.3 3.9 50 6.2 6.7 8.1", "ok");
        yield return new("zero-inflated Poisson without excess zeros", Fit("zero_inflated_poisson", "y ~ x"), EvenCounts, "BOUNDARY_ESTIMATE", "(Intercept) = 0.5596798869290", "x = 0.2064795680550");
        yield return new("variance that vanishes at a level", Fit("normal", "y ~ g") with { Predictors = new Dictionary<string, string> { ["sigma"] = "~ g" } }, "g: a a a b; y: 1 2 4 3", "UNBOUNDED_LIKELIHOOD");
        yield return new("variance that vanishes with x", Fit("normal", "y ~ x") with { Predictors = new Dictionary<string, string> { ["sigma"] = "~ x" } }, "x: 1 2 3; y: 1 2 4", "UNBOUNDED_LIKELIHOOD");
        yield return new("variance by level", Fit("normal", "y ~ g") with { Predictors = new Dictionary<string, string> { ["sigma"] = "~ g" } }, "g: a a a b b b; y: 1 2 3 4 6 8", "ok", "(Intercept) = 2", "g=b = 4", "sigma|g=b = 0.6931471805599453");
        yield return new("Poisson with a mean driven to zero", Fit("poisson", "y ~ x") with { Link = "identity" }, "x: 0 1 2 3; y: 0 2 5 6", "NO_FINITE_MLE");
        yield return new("Poisson with an identity link", Fit("poisson", "y ~ x") with { Link = "identity" }, "x: 0 1 2 3; y: 2 3 6 6", "ok", "(Intercept) = 1.947252810603", "x = 1.535164792931");
        yield return new("gamma with an inverse link", Fit("gamma", "y ~ x") with { Link = "inverse" }, "x: 1 2 3 4 5 6; y: 5 3.1 2 1.4 1.3 0.9", "ok", "(Intercept) = 0.03044662200022", "x = 0.16088995039185");
    }

    private static IEnumerable<PathologyCase> ExactFits()
    {
        const string line = "x: 1 2 3 4 5; y: 3 5 7 9 11";
        yield return new("normal, a line", Fit("normal", "y ~ x"), line, "EXACT_FIT", "(Intercept) = 1", "x = 2");
        foreach (string family in (string[])["logistic", "cauchy", "laplace", "gumbel"])
            yield return new($"{family}, a line", Fit(family, "y ~ x"), line, "DEGENERATE_VARIANCE");
        yield return new("student t, a line", Fit("student_t", "y ~ x"), line, "DEGENERATE_VARIANCE");
        yield return new("normal with sigma by x, a line", Fit("normal", "y ~ x") with { Predictors = new Dictionary<string, string> { ["sigma"] = "~ x" } }, line, "UNBOUNDED_LIKELIHOOD");
        yield return new("normal in all places but one, sigma by it", Fit("normal", "y ~ x") with { Offset = "x" }, line, "EXACT_FIT", "(Intercept) = 1", "x = 1");
        yield return new("student t, a line but for one row", Fit("student_t", "y ~ x") with { Fixed = new Dictionary<string, double> { ["df"] = 2 } }, "x: 1 2 3 4 5 6 7 8; y: 3 5 7 9 11 13 15 40", "UNBOUNDED_LIKELIHOOD");
        const string power = "x: 0 1 2 3 4; y: 1 2 4 8 16";
        foreach (string family in (string[])["gamma", "inverse_gaussian", "weibull", "log_logistic", "lognormal"])
            yield return new($"{family}, powers of two", Fit(family, "y ~ x"), power, "DEGENERATE_VARIANCE");
        yield return new("Poisson, saturated", Fit("poisson", "y ~ d"), "d: 0 1; y: 4 8", "FEW_ROWS", "(Intercept) = 1.3862943611198906", "d = 0.6931471805599453");
    }
}
