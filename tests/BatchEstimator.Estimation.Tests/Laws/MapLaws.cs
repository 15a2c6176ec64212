using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Tests.Support;

namespace BatchEstimator.Estimation.Tests.Laws;

/// <summary>What holds of every family's MAP and of fixed parameters.</summary>
public class MapLaws
{
    public static TheoryData<string> Families => FamilyCases.Names;

    [Theory, MemberData(nameof(Families))]
    public void Without_a_prior_the_MAP_is_the_MLE_to_the_bit(string name)
    {
        var entry = FamilyCases.Find(name);
        var frame = entry.Sample(4, 150);
        var mle = Fits.Of(entry.Definition, frame);
        var map = Fits.Of(entry.Definition with { Method = EstimationMethod.Map }, frame);
        Assert.Equal(mle.Parameters.Select(p => (p.Estimate, p.StandardError)), map.Parameters.Select(p => (p.Estimate, p.StandardError)));
        Assert.Equal(mle.Parameters.Select(p => p.Estimate), map.Parameters.Select(p => p.Mle));
        Assert.Equal(mle.LogLikelihood, map.LogLikelihood);
        Assert.Equal((0, mle.LogLikelihood), (map.LogPrior, map.LogPosterior));
        Assert.Null(map.Aic ?? map.Aicc ?? map.Bic);
    }

    [Theory, MemberData(nameof(Families))]
    public void A_flat_prior_in_words_is_no_prior(string name)
    {
        var entry = FamilyCases.Find(name);
        var frame = entry.Sample(4, 150);
        string key = entry.OnSimplex ? "p" : entry.Definition.Family == "dirichlet" ? "alpha" : entry.Definition.Family == "multivariate_normal" ? "mu, cov" : Fits.Of(entry.Definition, frame).Parameters[0].Name;
        var flat = Fits.Of(entry.Definition with { Method = EstimationMethod.Map, Priors = new Dictionary<string, string> { [key] = "flat" } }, frame);
        Assert.Equal(Fits.Of(entry.Definition, frame).Parameters.Select(p => (p.Estimate, p.StandardError)), flat.Parameters.Select(p => (p.Estimate, p.StandardError)));
    }

    [Theory, MemberData(nameof(Families))]
    public void Fixing_a_parameter_where_it_is_moves_nothing(string name)
    {
        var entry = FamilyCases.Find(name);
        if (entry.Definition.Family is "multivariate_normal" or "dirichlet")
            return;
        var frame = entry.Sample(6, 150);
        var free = Fits.Of(entry.Definition, frame);
        foreach (var parameter in free.Parameters)
        {
            var held = Fits.Of(entry.Definition with { Fixed = new Dictionary<string, double> { [parameter.Name] = parameter.Estimate!.Value } }, frame);
            Close.To(free.LogLikelihood!.Value, held.LogLikelihood, 1e-13, "log-likelihood");
            Assert.Equal(free.ParametersEstimated - 1, held.ParametersEstimated);
            foreach (var (a, b) in free.Parameters.Zip(held.Parameters))
                Close.To(a.Estimate!.Value, b.Estimate, 1e-13, a.Name);
            var itself = held.Parameters.Single(p => p.Name == parameter.Name);
            Assert.True(itself is { Fixed: true, StandardError: null, Lower: null, Upper: null });
        }
    }

    /// <summary>A prior that is constant over a wide range changes nothing but the way: what was a closed form or a profile is now found by the general search.</summary>
    [Theory, MemberData(nameof(ScalarFamilies))]
    public void The_general_route_ends_where_the_fast_one_does(string name)
    {
        var entry = FamilyCases.Find(name);
        var frame = entry.Sample(7, 150);
        var fast = Fits.Of(entry.Definition, frame);
        foreach (var parameter in fast.Parameters.Where(p => p.StandardError is not null))
        {
            double value = parameter.Estimate!.Value, reach = 30 * parameter.StandardError!.Value;
            string wide = FormattableString.Invariant($"uniform({(value > 0 ? Math.Max(value - reach, value / 100) : value - reach)}, {value + reach})");
            var general = Fits.Of(entry.Definition with { Method = EstimationMethod.Map, Priors = new Dictionary<string, string> { [parameter.Name] = wide } }, frame);
            Assert.True(general.Status is FitStatus.Ok or FitStatus.Caution, $"{wide}: {Sound.Codes(general)}");
            foreach (var (a, b) in fast.Parameters.Zip(general.Parameters).Where(pair => pair.First.StandardError is not null))
                Assert.True(Math.Abs(a.Estimate!.Value - b.Estimate!.Value) <= 1e-6 * a.StandardError, $"{a.Name} under {parameter.Name} ~ {wide}: {b.Estimate} by {general.Solver.Route}, {a.Estimate} by {fast.Solver.Route}");
        }
    }

    public static TheoryData<string> ScalarFamilies => FamilyCases.ScalarNames;
}
