using BatchEstimator.Estimation.Models;

namespace BatchEstimator.Estimation.Tests.Regression;

/// <content>Designs that cannot be told apart, weights, offsets, and responses that no family allows.</content>
internal static partial class PathologyCorpus
{
    private static IEnumerable<PathologyCase> Designs()
    {
        const string eight = "x: 1 2 3 4 5 6 7 8; y: 2 1 4 3 7 5 8 6";
        foreach (string family in (string[])["normal", "poisson", "logistic", "gamma"])
        {
            yield return new($"{family}, a constant column", Fit(family, "y ~ x + c"), eight + "; c: 3 3 3 3 3 3 3 3", "ALIASED", "c = none");
            yield return new($"{family}, a multiple", Fit(family, "y ~ x + z"), eight + "; z: 2 4 6 8 10 12 14 16", "ALIASED", "z = none");
            yield return new($"{family}, a sum", Fit(family, "y ~ x + z + w"), eight + "; z: 1 0 2 0 1 1 3 0; w: 2 2 5 4 6 7 10 8", "ALIASED", "w = none");
            yield return new($"{family}, a column of zeros", Fit(family, "y ~ x + z"), eight + "; z: 0 0 0 0 0 0 0 0", "ALIASED", "z = none");
            yield return new($"{family}, a factor of one level", Fit(family, "y ~ x + g"), eight + "; g: a a a a a a a a", "ok");
            yield return new($"{family}, far from zero", Fit(family, "y ~ x"), "x: 1000000001 1000000002 1000000003 1000000004 1000000005 1000000006 1000000007 1000000008; y: 2 1 4 3 7 5 8 6", "ok");
            yield return new($"{family}, tiny units", Fit(family, "y ~ x"), "x: 1e-8 2e-8 3e-8 4e-8 5e-8 6e-8 7e-8 8e-8; y: 2 1 4 3 7 5 8 6", "ok");
            yield return new($"{family}, huge units", Fit(family, "y ~ x"), "x: 1e8 2e8 3e8 4e8 5e8 6e8 7e8 8e8; y: 2 1 4 3 7 5 8 6", "ok");
        }
        yield return new("the same but for the eighth digit", Fit("normal", "y ~ x + z"), eight + "; z: 1.00000001 2 3 4 5.00000001 6 7 8", "ok");
        yield return new("an interaction with an empty cell", Fit("normal", "y ~ g*h"), "g: a a a b b b; h: u u v u u u; y: 1 2 4 3 5 4", "ALIASED", "gb:hv = none");
        yield return new("more coefficients than rows", Fit("poisson", "y ~ x + I(x^2) + I(x^3)"), "x: 1 2 3; y: 2 5 3", "ALIASED FEW_ROWS");
        yield return new("more coefficients than rows, with a scale", Fit("logistic", "y ~ x + I(x^2) + I(x^3)"), "x: 1 2 3; y: 2 5 3", "DEGENERATE_VARIANCE");
        yield return new("one row", Fit("poisson", "y ~ x"), "x: 1; y: 2", "ALIASED FEW_ROWS", "x = none");
        yield return new("a prior tells a multiple apart", Fit("poisson", "y ~ x + z").Map(("coefficients", "normal(0, 1)")), eight + "; z: 2 4 6 8 10 12 14 16", "ok");
        yield return new("a huge weight", Fit("poisson", "y ~ x") with { Weights = new("w", WeightKind.Frequency) }, eight + "; w: 1 1 1 1 1 1 1 1e12", "ok");
        yield return new("huge weights all over", Fit("poisson", "y ~ x") with { Weights = new("w", WeightKind.Frequency) }, eight + "; w: 1e12 1e12 1e12 1e12 1e12 1e12 1e12 1e12", "ok", "(Intercept) = 0.542431236365", "x = 0.192501019101");
        yield return new("weights of zero all over", Fit("poisson", "y ~ x") with { Weights = new("w", WeightKind.Frequency) }, eight + "; w: 0 0 0 0 0 0 0 0", "EMPTY");
        yield return new("a weight of zero leaves a level empty", Fit("poisson", "y ~ d") with { Weights = new("w", WeightKind.Frequency) }, "d: 0 0 0 1; y: 1 2 3 4; w: 1 1 1 0", "ALIASED", "(Intercept) = 0.6931471805599453", "d = none");
    }

    private static IEnumerable<PathologyCase> Offsets()
    {
        foreach (string family in (string[])["poisson", "negative_binomial", "geometric"])
        {
            yield return new($"{family}, exposures of a millionth", Fit(family, "y ~ x + offset(log(e))"), "x: 1 2 3 4 5 6; y: 2 9 1 14 2 30; e: 1e-6 1e-6 1e-6 1e-6 1e-6 1e-6", "ok");
            yield return new($"{family}, exposures of a billion, no intercept", Fit(family, "y ~ x - 1 + offset(log(e))"), "x: 1 2 1 2 1 2; y: 2 9 1 14 2 30; e: 1e9 1e9 1e9 1e9 1e9 1e9", "ok");
            yield return new($"{family}, exposures of many sizes", Fit(family, "y ~ x + offset(log(e))"), "x: 1 2 3 4 5 6; y: 2 9 1 14 2 30; e: 1e-3 1 1e3 1e-3 1 1e3", "ok");
        }
        yield return new("exposures of a millionth, as R has it", Fit("poisson", "y ~ x + offset(log(1 * e))"), "x: 1 2 3 4 5 6; y: 2 9 1 14 2 30; e: 1e-6 1e-6 1e-6 1e-6 1e-6 1e-6", "ok", "(Intercept) = 14.3075347165829", "x = 0.4334395378159");
        yield return new("exposures of many sizes, as R has it", Fit("poisson", "y ~ x + offset(log(1 * e))"), "x: 1 2 3 4 5 6; y: 2 9 1 14 2 30; e: 1e-3 1 1e3 1e-3 1 1e3", "ok", "(Intercept) = -3.82424542358255", "x = 0.06189809714304");
        yield return new("exposures of a billion without an intercept, as R has it", Fit("poisson", "y ~ x - 1 + offset(log(1 * e))"), "x: 1 2 1 2 1 2; y: 2 9 1 14 2 30; e: 1e9 1e9 1e9 1e9 1e9 1e9", "ok", "x = -17.1123479983");
        yield return new("logistic with an offset far out", Fit("bernoulli", "y ~ x + offset(o)"), Mixed + "; o: 50 50 50 50 50 50 50 50", "ok");
        yield return new("gamma without an intercept, far out", Fit("gamma", "y ~ x - 1"), "x: 20 21 22 20 21 22; y: 1e9 2e9 7e9 3e9 2e9 9e9", "ok");
        yield return new("exponential times of many sizes", Fit("exponential", "t ~ x"), "x: 0 10 20 30 40 50; t: 1 1e4 1e9 1e13 1e17 1e22", "ok");
        yield return new("cauchy far from its median", Fit("cauchy", "y ~ x"), "x: 0 1 2 3 4 5 6 7 8 9; y: 0.1 1e3 2.0003e3 3.0001e3 4e3 4.9998e3 6e3 7.0002e3 8e3 -3", "ok");
        yield return new("no rows that count", Fit("poisson", "y ~ x + offset(log(e))"), "x: 1 2 3 4; y: 0 0 0 0; e: 1 1 1 1", "SEPARATION");
    }

    private static IEnumerable<PathologyCase> Responses()
    {
        yield return new("a count below zero", Fit("poisson", "y ~ x"), "x: 1 2 3; y: 2 -1 3", "OUT_OF_SUPPORT");
        yield return new("a count that is no count", Fit("poisson", "y ~ x"), "x: 1 2 3; y: 2 1.5 3", "OUT_OF_SUPPORT");
        yield return new("a label of two that is 2", Fit("bernoulli", "y ~ x"), "x: 1 2 3; y: 0 2 1", "OUT_OF_SUPPORT");
        yield return new("three labels for two", Fit("bernoulli", "y ~ x"), "x: 1 2 3; y: a b c", "OUT_OF_SUPPORT");
        yield return new("more successes than trials", Fit("binomial", "y ~ x") with { Trials = "n" }, "x: 1 2 3; y: 1 5 2; n: 4 4 4", "OUT_OF_SUPPORT");
        yield return new("a share of one", Fit("beta", "y ~ x"), "x: 1 2 3 4; y: 0.2 1 0.4 0.5", "OUT_OF_SUPPORT");
        yield return new("a gamma value of zero", Fit("gamma", "y ~ x"), "x: 1 2 3; y: 0 2 3", "OUT_OF_SUPPORT");
        yield return new("all gamma values equal", Fit("gamma", "y ~ x"), "x: 1 2 3 4; y: 3 3 3 3", "DEGENERATE_VARIANCE");
        yield return new("all shares equal", Fit("beta", "y ~ x"), "x: 1 2 3 4; y: 0.3 0.3 0.3 0.3", "DEGENERATE_VARIANCE");
        yield return new("all values equal", Fit("normal", "y ~ x"), "x: 1 2 3 4; y: 3 3 3 3", "EXACT_FIT");
        yield return new("nothing finite", Fit("poisson", "y ~ x"), "x: NaN NaN NaN; y: 1 2 3", "EMPTY");
    }
}
