using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;
using static BatchEstimator.Estimation.Likelihoods.Functions;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// Values from several normal distributions, no one knows which: density the sum over k of weight_k times normal(mu_k, sigma_k), the last weight
/// being what the others leave; components in the order of their means.
/// The likelihood is unbounded where a component shrinks onto one value, and has several tops elsewhere. The estimate is the highest top found
/// from several starts at which no sigma is below a thousandth of the standard deviation of all values; if there is none, there is no estimate.
/// </summary>
/// <remarks>A. Dempster, N. Laird and D. Rubin, J. R. Statist. Soc. B 39 (1977) 1-38; the top that is wanted: R. J. Hathaway, Ann. Statist. 13 (1985) 795-800.</remarks>
public sealed class NormalMixture : ScalarFamily
{
    /// <summary>The most components there can be.</summary>
    public const int Most = 10;

    private static readonly Lazy<NormalMixture>[] Kinds = [.. Enumerable.Range(0, Most + 1).Select(k => new Lazy<NormalMixture>(() => new(k)))];

    private readonly int components;
    private readonly Variable[] weights, means, deviations;

    /// <summary>With two components.</summary>
    public NormalMixture() : this(2)
    {
    }

    private NormalMixture(int components)
    {
        this.components = components;
        weights = [.. Enumerable.Range(0, components - 1).Select(k => Parameter(3 * k, $"weight{k + 1}"))];
        means = [.. Enumerable.Range(0, components).Select(k => Parameter(3 * k + (k < components - 1 ? 1 : 0), $"mu{k + 1}"))];
        deviations = [.. means.Select((mean, k) => Parameter(mean.Index + 1, $"sigma{k + 1}"))];
        Parameters = [.. Enumerable.Range(1, components).SelectMany(InfoOf)];
    }

    /// <inheritdoc/>
    public override Family OfComponents(int count) => count == 2 ? this : Kinds[count].Value;

    /// <inheritdoc/>
    public override string Name => "normal_mixture";

    /// <inheritdoc/>
    public override string Summary => "values from several normal distributions, no one knows which";

    /// <inheritdoc/>
    public override string Support => "real";

    /// <inheritdoc/>
    public override string Existence => "if there is a top of the likelihood at which no component has shrunk onto a value (sigma below 0.001 standard deviations)";

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterInfo> Parameters { get; }

    /// <inheritdoc/>
    public override double RefitCost => 100;

    /// <inheritdoc/>
    public override bool IsDiscrete => false;

    /// <inheritdoc/>
    public override bool Draw(Xoshiro random, IReadOnlyList<double> parameters, Span<double> values)
    {
        foreach (ref double value in values)
        {
            int k = 0;
            for (double left = random.NextDouble(); k < weights.Length && left >= parameters[weights[k].Index]; k++)
                left -= parameters[weights[k].Index];
            value = parameters[means[k].Index] + parameters[deviations[k].Index] * random.Normal();
        }
        return true;
    }

    /// <inheritdoc/>
    public override SupportTest? InSupport => null;

    /// <inheritdoc/>
    public override Expr LogDensity(Expr x) => Mixed(k => -0.5 * Square((x - means[k]) / deviations[k]) - Log(deviations[k]) - 0.5 * Math.Log(2 * Math.PI));

    /// <inheritdoc/>
    public override Expr? LogCdf(Expr x) => Mixed(k => LogNormalCdf((x - means[k]) / deviations[k]));

    /// <inheritdoc/>
    public override Expr? LogSurvival(Expr x) => Mixed(k => LogNormalCdf((means[k] - x) / deviations[k]));

    /// <inheritdoc/>
    public override Expr? Quantile(double p) => MixtureQuantile.Of(p, [.. Parameters.Select((parameter, i) => Parameter(i, parameter.Name))]);

    /// <inheritdoc/>
    public override bool HasSeveralTops => true;

    /// <inheritdoc/>
    public override PointEstimate? Refusal(Sample sample, IReadOnlyList<double?> held)
    {
        if (Extremes.AreEqual(sample) && deviations.Any(sigma => held[sigma.Index] is null))
            return PointEstimate.Refuse(FitCodes.DegenerateVariance, "All values are equal, so components shrink onto them and the likelihood grows without bound. Another family, or values that differ, would help.");
        return weights.FirstOrDefault(weight => held[weight.Index] * sample.TotalWeight < 1e-6) is { } none
            ? PointEstimate.Refuse(FitCodes.NoFiniteMle, $"With {none.Name} fixed so near 0 no row belongs to that component, and its mean and deviation are undetermined. Leave the component out.", none.Name)
            : null;
    }

    /// <inheritdoc/>
    public override PointEstimate? Mle(Sample sample, IReadOnlyList<double?> held)
    {
        if (held.Any(value => value is not null))
            return null;
        var search = new MixtureSearch(this, components, sample);
        return search.Tops() is [var top, ..] tops
            ? PointEstimate.At(top.Values) with
            {
                Route = "em",
                Iterations = top.Iterations,
                Starts = StartComparison.Of([.. tops.Select(found => (found.Values, found.LogLikelihood))], search.Followed, search.Height),
            }
            : PointEstimate.Refuse(FitCodes.UnboundedLikelihood,
                $"The likelihood of a mixture grows without bound as a component shrinks onto one value, and from every start the search for {components} components ended there (a sigma below a thousandth of the standard deviation of all values) or on a ridge, as where components have become one. Fewer components, more rows, a common fixed sigma, or priors on every sigma such as inverse_gamma(2, 1) would give an estimate.",
                [.. deviations.Select(sigma => sigma.Name)]);
    }

    /// <inheritdoc/>
    public override IEnumerable<double[]> Starts(Sample sample)
    {
        var search = new MixtureSearch(this, components, sample);
        foreach (var top in search.Tops().Take(3))
            yield return top.Values;
        yield return search.Even();
    }

    /// <summary>log of the sum of weights times exp of a log density (or probability) of each component.</summary>
    private Expr Mixed(Func<int, Expr> log)
    {
        Expr? sum = null, rest = null;
        for (int k = 0; k < components; k++)
        {
            var term = (k < components - 1 ? Log(weights[k]) : Log1P(-rest!)) + log(k);
            sum = sum is null ? term : LogSumExp(sum, term);
            if (k < components - 1)
                rest = rest is null ? weights[k] : rest + weights[k];
        }
        return sum!;
    }

    private IEnumerable<ParameterInfo> InfoOf(int k)
    {
        if (k < components)
            yield return ParameterInfo.Probability($"weight{k}", $"share of component {k}");
        yield return ParameterInfo.Location($"mu{k}", $"mean of component {k}");
        yield return ParameterInfo.Scale($"sigma{k}", $"standard deviation of component {k}");
    }
}
