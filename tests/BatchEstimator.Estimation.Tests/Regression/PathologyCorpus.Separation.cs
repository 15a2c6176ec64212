using BatchEstimator.Estimation.Models;

namespace BatchEstimator.Estimation.Tests.Regression;

/// <content>Coefficients that run off to infinity, and those that seem to.</content>
internal static partial class PathologyCorpus
{
    private const string Split = "x: 1 2 3 4 5 6 7 8; y: 0 0 0 0 1 1 1 1", Tied = "x: 1 2 3 4 4 5 6 7; y: 0 0 0 0 1 1 1 1", Mixed = "x: 1 2 3 4 5 6 7 8; y: 0 0 1 0 1 0 1 1";
    private const string Dummy = "d: 0*188 1*12; y: 1*60 0*128 1*12";

    private static IEnumerable<PathologyCase> TwoClasses()
    {
        var logit = Fit("bernoulli", "y ~ x");
        foreach (string link in (string[])["logit", "probit", "cloglog"])
        {
            var fit = logit with { Link = link };
            yield return new($"{link}, complete", fit, Split, "SEPARATION");
            yield return new($"{link}, quasi-complete by a tie", fit, Tied, "SEPARATION");
            yield return new($"{link}, all ones", fit, "x: 1 2 3 4; y: 1 1 1 1", "SEPARATION");
            yield return new($"{link}, all zeros", fit, "x: 1 2 3 4; y: 0 0 0 0", "SEPARATION");
            yield return new($"{link}, 200 rows with a dummy whose 12 rows are all 1", fit with { Formula = "y ~ d" }, Dummy, "SEPARATION");
            yield return new($"{link}, a prior on what is separated", fit.Map(("coefficients", "normal(0, 2.5)")), Split, "ok");
            string[] known = link switch
            {
                "logit" => ["(Intercept) = -2.6733796208936", "x = 0.5940843601986"],
                "probit" => ["(Intercept) = -1.6820245266986", "x = 0.3737832281552"],
                _ => ["(Intercept) = -2.4374967574005", "x = 0.4354121395295"],
            };
            yield return new($"{link}, overlapping", fit, Mixed, "ok", known);
        }
        yield return new("downwards", logit, "x: 8 7 6 5 4 3 2 1; y: 0 0 0 0 1 1 1 1", "SEPARATION");
        yield return new("one row keeps it from being separated", logit, "x: 1 2 3 4 5 6 7 8 100; y: 0 0 0 0 1 1 1 1 0", "ok", "(Intercept) = 0.06581552747147", "x = -0.02423813970514");
        yield return new("separated by less than a rounding error of the mean", logit, "x: 1000000001 1000000002 1000000003 1000000004 1000000005 1000000006; y: 0 0 0 1 1 1", "SEPARATION");
        yield return new("far from zero and not separated", logit, "x: 1000000001 1000000002 1000000003 1000000004 1000000005 1000000006; y: 0 1 0 1 0 1", "ok");
        yield return new("separated in tiny units", logit, "x: 1e-8 2e-8 3e-8 4e-8; y: 0 0 1 1", "SEPARATION");
        yield return new("not separated in tiny units", logit, "x: 1e-8 2e-8 3e-8 4e-8; y: 0 1 0 1", "ok");
        yield return new("separated by the whole range of doubles", logit, "x: 1e-8 1 1e4 1e8; y: 0 0 1 1", "SEPARATION");
        yield return new("by a difference of two columns", Fit("bernoulli", "y ~ x + z"), "x: 1 5 2 6 3 8 4 7; z: 2 4 3 5 4 6 5 6; y: 0 1 0 1 0 1 0 1", "SEPARATION");
        yield return new("by a parabola", Fit("bernoulli", "y ~ x + I(x^2)"), "x: -3 -2 -1 0 1 2 3; y: 0 0 1 1 1 0 0", "SEPARATION");
        yield return new("no intercept, by sign", Fit("bernoulli", "y ~ x - 1"), "x: -2 -1 -3 2 1 4; y: 0 0 0 1 1 1", "SEPARATION");
        yield return new("no intercept, not by sign", Fit("bernoulli", "y ~ x - 1"), "x: -2 -1 -3 2 1 -1; y: 0 0 0 1 1 1", "ok");
        yield return new("separated and aliased", Fit("bernoulli", "y ~ x + z"), "x: 1 2 3 4; z: 2 4 6 8; y: 0 0 1 1", "SEPARATION");
        yield return new("a level of all ones", Fit("bernoulli", "y ~ g"), "g: a a a b b b c c c; y: 0 1 0 1 1 1 1 0 0", "SEPARATION");
        yield return new("a level of all ones that is the reference", Fit("bernoulli", "y ~ g"), "g: a a a b b b c c c; y: 1 1 1 1 0 1 1 0 0", "SEPARATION");
        yield return new("a level of all ones under a prior", Fit("bernoulli", "y ~ g").Map(("coefficients", "normal(0, 2.5)")), "g: a a a b b b c c c; y: 0 1 0 1 1 1 1 0 0", "ok");
        yield return new("a cell of all ones", Fit("bernoulli", "y ~ g*h"), "g: a a a a b b b b; h: u u v v u u v v; y: 0 1 0 1 1 0 1 1", "SEPARATION");
        yield return new("a prior on another column only", Fit("bernoulli", "y ~ d + x").Map(("x", "normal(0, 1)")), "d: 0*6 1*3; x: 1 2 3 4 5 6 1 2 3; y: 0 1 0 1 1 0 1 1 1", "SEPARATION");
        yield return new("a prior on the column alone", Fit("bernoulli", "y ~ d + x").Map(("d", "normal(0, 1)")), "d: 0*6 1*3; x: 1 2 3 4 5 6 1 2 3; y: 0 1 0 1 1 0 1 1 1", "ok");
        yield return new("a cauchy prior on what is separated", logit.Map(("coefficients", "cauchy(0, 2.5)")), Split, "ok");
        yield return new("all ones and a prior on the slope only", logit.Map(("coefficients", "normal(0, 2.5)")), "x: 1 2 3 4; y: 1 1 1 1", "SEPARATION");
        yield return new("all ones and priors on all", logit.Map(("coefficients", "normal(0, 2.5)"), ("(Intercept)", "normal(0, 5)")), "x: 1 2 3 4; y: 1 1 1 1", "ok");
        yield return new("held where it would run off", Fit("bernoulli", "y ~ d + x") with { Fixed = new Dictionary<string, double> { ["d"] = 2 } }, "d: 0*6 1*3; x: 1 2 3 4 5 6 1 2 3; y: 0 1 0 1 1 0 1 1 1", "ok");
        yield return new("separated once a row of weight zero is left out", logit with { Weights = new("w", WeightKind.Frequency) }, "x: 1 2 3 4 9; y: 0 0 1 1 0; w: 1 1 1 1 0", "SEPARATION");
        yield return new("labels, complete", logit, "x: 1 2 3 4; y: no no yes yes", "SEPARATION");
        yield return new("successes and trials, a level all successes", Fit("binomial", "y ~ d") with { Trials = "n" }, "d: 0 0 1 1; y: 3 4 9 5; n: 10 10 9 5", "SEPARATION");
        yield return new("successes and trials, none at all", Fit("binomial", "y ~ d") with { Trials = "n" }, "d: 0 0 1 1; y: 0 0 0 0; n: 10 10 9 5", "SEPARATION");
        yield return new("successes and trials, saturated", Fit("binomial", "y ~ d") with { Trials = "n" }, "d: 0 1; y: 3 5; n: 10 9", "FEW_ROWS", "(Intercept) = -0.8472978603872036", "d = 1.070441411701413");
    }

    private static IEnumerable<PathologyCase> Counts()
    {
        foreach (string family in (string[])["poisson", "negative_binomial", "geometric", "zero_inflated_poisson"])
            yield return new($"{family}, a level of zeros", Fit(family, "y ~ d"), "d: 0*12 1*5; y: 1 0 7 2 0 9 1 0 4 0 0 12 0 0 0 0 0", "SEPARATION");
        var fit = Fit("poisson", "y ~ x");
        yield return new("all counts zero", fit, "x: 1 2 3 4; y: 0 0 0 0", "SEPARATION");
        yield return new("counts at one value only", fit, "x: 0 0 0 1 2 3; y: 2 1 3 0 0 0", "SEPARATION");
        yield return new("zeros between counts", fit, "x: 0 1 2 3; y: 2 0 0 1", "ok");
        yield return new("zeros under a prior", fit.Map(("coefficients", "normal(0, 2.5)"), ("(Intercept)", "normal(0, 5)")), "x: 1 2 3 4; y: 0 0 0 0", "ok");
        yield return new("zeros in a level under a prior", Fit("poisson", "y ~ d").Map(("coefficients", "normal(0, 2.5)")), "d: 0 0 0 1 1; y: 1 2 4 0 0", "ok");
        yield return new("zeros at one end only, positive at two values", fit, "x: 1 2 3 4 5; y: 0 0 0 1 3", "ok");
        yield return new("excess zeros that a level lacks", Fit("zero_inflated_poisson", "y ~ 1") with { Predictors = new Dictionary<string, string> { ["pi"] = "~ d" } },
            "d: 0*10 1*10; y: 0 0 0 0 0 3 4 5 2 3 3 4 2 5 3 4 2 3 1 4", "SEPARATION");
    }

    private static IEnumerable<PathologyCase> Classes()
    {
        var nominal = Fit("categorical", "y ~ x");
        yield return new("three labels, complete", nominal, "x: 1 2 3 4 5 6; y: a a b b c c", "SEPARATION");
        yield return new("three labels, one of them apart", nominal, "x: 1 2 3 4 5 6 7 8; y: a b a b a b c c", "SEPARATION");
        yield return new("three labels, overlapping", nominal, "x: 1 2 3 4 5 6 7 8 9; y: a b c a c b b a c", "ok");
        yield return new("three labels, apart under a prior", nominal.Map(("coefficients", "normal(0, 1)"), ("(Intercept)", "normal(0, 5)")), "x: 1 2 3 4 5 6; y: a a b b c c", "ok");
        yield return new("three labels, a level that one label lacks", Fit("categorical", "y ~ g"), "g: u u u u u u v v v v; y: a b c a b c a b a b", "SEPARATION");
        var ordinal = Fit("ordinal", "y ~ x") with { Levels = ["l", "m", "h"] };
        foreach (string link in (string[])["logit", "probit"])
        {
            yield return new($"ordered {link}, complete", ordinal with { Link = link }, "x: 1 2 3 4 5 6; y: l l m m h h", "SEPARATION");
            yield return new($"ordered {link}, a level all of the highest", ordinal with { Link = link, Formula = "y ~ d" }, "d: 0 0 0 0 0 0 1 1; y: l m h m l h h h", "SEPARATION");
            yield return new($"ordered {link}, overlapping", ordinal with { Link = link }, "x: 1 2 3 4 5 6 7 8; y: l m l h m l h h", "ok");
        }
        yield return new("ordered, complete under a prior", ordinal.Map(("coefficients", "normal(0, 1)")), "x: 1 2 3 4 5 6; y: l l m m h h", "ok");
        yield return new("one label only", nominal, "x: 1 2 3; y: a a a", "NO_FINITE_MLE");
    }

    private static IEnumerable<PathologyCase> Times()
    {
        foreach (string family in (string[])["weibull", "exponential", "lognormal", "log_logistic"])
        {
            var fit = Fit(family, "t ~ d") with { Event = "e" };
            yield return new($"{family}, a level only censored", fit, "d: 0 0 0 0 1 1 1; t: 3 5 8 2 4 6 9; e: 1 1 1 0 0 0 0", "SEPARATION");
            yield return new($"{family}, all censored", fit, "d: 0 0 0 0 1 1 1; t: 3 5 8 2 4 6 9; e: 0 0 0 0 0 0 0", "SEPARATION");
            yield return new($"{family}, a level only censored, under a prior", fit.Map(("coefficients", "normal(0, 1)")), "d: 0 0 0 0 1 1 1; t: 3 5 8 2 4 6 9; e: 1 1 1 0 0 0 0", "ok");
            yield return new($"{family}, some censored", fit, "d: 0 0 0 0 1 1 1; t: 3 5 8 2 4 6 9; e: 1 1 1 0 1 0 1", "ok");
        }
        yield return new("a negative time", Fit("weibull", "t ~ d"), "d: 0 0 0 1 1 1; t: 3 5 -8 2 4 6", "OUT_OF_SUPPORT");
        yield return new("a time of zero", Fit("lognormal", "t ~ d"), "d: 0 0 0 1 1 1; t: 3 5 0 2 4 6", "OUT_OF_SUPPORT");
        yield return new("normal, censored beyond one value", Fit("normal", "t ~ x") with { Event = "e" }, "x: 1 1 1 2 3; t: 3 5 4 9 9; e: 1 1 1 0 0", "SEPARATION");
    }
}
