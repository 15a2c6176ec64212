using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Likelihoods;

/// <summary>Probabilities of counts as expressions, where the usual functions would lose digits.</summary>
public static class CountNodes
{
    private static readonly SpecialNode NegativeBinomial = new("log negative binomial", [0, 1, 2], v => NegativeBinomialDensity.At(v[0], v[1], v[2]));

    /// <summary>The log probability of a negative binomial count x of the data, differentiable in size and mean (see <see cref="NegativeBinomialDensity"/>).</summary>
    public static Expr LogNegativeBinomial(Expr size, Expr mu, Expr x) => NegativeBinomial.Of(size, mu, x);
}
