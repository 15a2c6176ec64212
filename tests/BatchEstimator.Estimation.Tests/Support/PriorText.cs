using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Priors;

namespace BatchEstimator.Estimation.Tests.Support;

/// <summary>Priors from text, and their densities laid out once for many points.</summary>
internal static class PriorText
{
    public static Prior Read(string text)
    {
        Assert.True(PriorCatalogue.TryParse(text, out var prior, out string problem), problem);
        return prior;
    }

    public static Func<double, double> LogDensity(string text)
    {
        var prior = Read(text);
        var tape = new Tape(prior.LogDensity(new Variable(VariableKind.Parameter, 0, "x")));
        return x => x < prior.Lower || x > prior.Upper ? double.NegativeInfinity : tape.Evaluate([], [x])[0];
    }
}
