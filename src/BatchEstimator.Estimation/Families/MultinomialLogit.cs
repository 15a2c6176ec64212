using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Statistics;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// One of several levels without order, in the log odds of each against the first: P(k) = exp(eta_k) / (exp(eta_0) + exp(eta_1) + ...),
/// eta_0 = 0. The response is the number of the level. The log-likelihood is concave.
/// </summary>
/// <remarks>D. McFadden, Conditional logit analysis of qualitative choice behavior, in P. Zarembka (ed.), Frontiers in Econometrics, 1974, 105-142.</remarks>
/// <param name="levels">The levels, the one that the others are compared with first.</param>
internal sealed class MultinomialLogit(IReadOnlyList<string> levels) : ScalarFamily
{
    /// <inheritdoc/>
    public override string Name => "multinomial logit";

    /// <inheritdoc/>
    public override string Summary => "one of several levels, by the log odds of each against the first";

    /// <inheritdoc/>
    public override string Support => "the number of a level, from 0";

    /// <inheritdoc/>
    public override string Existence => "if every level occurs";

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; } = [.. levels.Skip(1).Select(level => ParameterInfo.Real(level, $"log odds against {levels[0]}"))];

    /// <inheritdoc/>
    public override RegressionForm? Regression { get; } =
        RegressionForm.Natural([.. Enumerable.Range(0, levels.Count - 1)], [.. levels.Skip(1).Select(RegressionParameter.Real)]) with { Layout = FormulaLayout.Each };

    /// <inheritdoc/>
    public override bool IsDiscrete => true;

    /// <inheritdoc/>
    public override SupportTest? InSupport => null;

    /// <inheritdoc/>
    public override Expr LogDensity(Expr x)
    {
        Expr chosen = 0;
        var all = new List<Expr> { 0 };
        for (int k = 1; k < levels.Count; k++)
        {
            var eta = Parameter(k - 1, levels[k]);
            chosen += IsValue(x, k) * eta;
            all.Add(eta);
        }
        return chosen - LogSumExp(all);
    }

    /// <inheritdoc/>
    public override bool Draw(Xoshiro random, IReadOnlyList<double> parameters, Span<double> values)
    {
        double most = Math.Max(0, parameters.Max());
        double[] odds = [Math.Exp(-most), .. parameters.Select(eta => Math.Exp(eta - most))];
        double sum = odds.Sum();
        foreach (ref double value in values)
        {
            double left = random.NextDouble() * sum;
            int k = 0;
            for (; k < odds.Length - 1 && left >= odds[k]; k++)
                left -= odds[k];
            value = k;
        }
        return true;
    }

    /// <inheritdoc/>
    public override IEnumerable<double[]> Starts(Sample sample)
    {
        double[] counts = [.. Enumerable.Repeat(0.5, levels.Count)];
        for (int row = 0; row < sample.Count; row++)
            counts[(int)sample.Values[row]] += sample.Weights?[row] ?? 1;
        yield return [.. counts.Skip(1).Select(count => Math.Log(count / counts[0]))];
    }
}
