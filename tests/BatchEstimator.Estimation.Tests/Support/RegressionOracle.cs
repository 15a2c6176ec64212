using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Likelihoods;

namespace BatchEstimator.Estimation.Tests.Support;

/// <summary>The log-likelihood of a regression the slow way: a design written out, the family's log density row by row.</summary>
/// <param name="family">The family; its first parameter follows the design, the others are one number each.</param>
/// <param name="design">A row a row of data.</param>
/// <param name="response">The responses.</param>
/// <param name="trials">The numbers of trials; null = none, and every response was observed.</param>
/// <param name="weights">The weights; null = 1.</param>
internal sealed class RegressionOracle(string family, double[][] design, double[] response, double[]? trials = null, double[]? weights = null)
{
    private readonly RegressionForm form = ((ScalarFamily)Catalogue.Find(family)!).Regression!;
    private readonly Tape density = DensityOf((ScalarFamily)Catalogue.Find(family)!);

    /// <summary>Of <c>y ~ x + z + g</c> on the data of <see cref="RegressionCases"/>.</summary>
    public static RegressionOracle OfCases(string family, Frame frame) => new(family,
        [.. Enumerable.Range(0, frame.Rows).Select(i => new[] { 1, frame.Numbers("x")[i], frame.Numbers("z")[i], frame.Labels("g")[i] == "b" ? 1 : 0, frame.Labels("g")[i] == "c" ? 1 : 0.0 })],
        frame.Numbers("y"), family == "binomial" ? frame.Numbers("trials") : null);

    /// <summary>The log-likelihood.</summary>
    /// <param name="natural">The coefficients, then the other parameters of the form.</param>
    public double At(double[] natural)
    {
        double sum = 0, lost = 0;
        int width = design[0].Length;
        for (int i = 0; i < response.Length; i++)
        {
            double eta = design[i].Zip(natural, (x, b) => x * b).Sum();
            double[] data = [response[i], trials?[i] ?? 1];
            double term = (weights?[i] ?? 1) * density.Evaluate(data, [form.Parameters[0].Links[0].Invert(eta), .. natural.Skip(width)])[0] - lost, next = sum + term;
            lost = next - sum - term;
            sum = next;
        }
        return sum;
    }

    /// <summary>The derivative in one of them.</summary>
    public double Score(double[] natural, int place) => Numeric.Slope(value =>
    {
        double[] moved = [.. natural];
        moved[place] = value;
        return At(moved);
    }, natural[place], 1e-3 * Math.Max(0.1, Math.Abs(natural[place])));

    private static Tape DensityOf(ScalarFamily family)
    {
        var form = family.Regression!;
        var natural = form.ToNatural([.. form.Parameters.Select((parameter, i) => new Variable(VariableKind.Parameter, i, parameter.Name))]);
        return new(new Substitution(variable => variable.Kind == VariableKind.Parameter ? natural[variable.Index] : null).Of(family.LogDensity(dimension: 1)));
    }
}
