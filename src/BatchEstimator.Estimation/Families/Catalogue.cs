namespace BatchEstimator.Estimation.Families;

/// <summary>Every family there is; the only list of them.</summary>
public static class Catalogue
{
    /// <summary>All families, in the order of the documentation.</summary>
    public static IReadOnlyList<Family> All { get; } =
    [
        new Bernoulli(),
        new Binomial(),
        new Categorical(),
        new Ordinal(),
        new Multinomial(),
        new Geometric(),
        new Poisson(),
        new NegativeBinomial(),
        new ZeroInflatedPoisson(),
        new ZeroInflatedNegativeBinomial(),
        new Normal(),
        new HalfNormal(),
        new LogNormal(),
        new Exponential(),
        new Gamma(),
        new InverseGamma(),
        new Beta(),
        new NormalMixture(),
        new Weibull(),
        new Gumbel(),
        new Gev(),
        new GeneralizedPareto(),
        new Pareto(),
        new Rayleigh(),
        new InverseGaussian(),
        new Laplace(),
        new Logistic(),
        new LogLogistic(),
        new Cauchy(),
        new StudentT(),
        new Uniform(),
        new VonMises(),
        new Dirichlet(),
        new MultivariateNormal(),
    ];

    /// <summary>The family of that name; null if there is none.</summary>
    public static Family? Find(string name) => All.FirstOrDefault(family => family.Name == name);
}
