using System.Globalization;
using BatchEstimator.Estimation.Regression;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// The proof that coefficients on the kink of their prior belong there: with 1/b the slope of a Laplace prior, the score of everything else must
/// not exceed it, or the coefficient would climb away. Seen in standard coefficients, whose scores differ from those in the units of the data by a
/// factor, which 1/b shares, and by a multiple of the intercept's score, which the other checks find to be zero.
/// </summary>
/// <remarks>R. Tibshirani, J. R. Statist. Soc. B 58 (1996) 267-288; the conditions: T. Hastie, R. Tibshirani and M. Wainwright,
/// Statistical Learning with Sparsity, CRC Press 2015, section 5.2.1.</remarks>
/// <param name="Names">The coefficients on their kinks.</param>
/// <param name="Margin">One minus the greatest |score| b among them.</param>
internal sealed record KinkCertificate(IReadOnlyList<string> Names, double Margin)
{
    private const double Rounding = 1e-8;

    /// <summary>True if no coefficient would climb away from its kink.</summary>
    public bool Holds => Margin >= -Rounding;

    /// <summary>For the reader.</summary>
    public string Note => string.Create(CultureInfo.InvariantCulture,
        $"Exactly at the peak of {(Names.Count == 1 ? "its Laplace prior: " : "their Laplace priors: ")}{string.Join(", ", Names)}. The score of the data there is at most {1 - Margin:G4} times the slope 1/b of the prior, so {(Names.Count == 1 ? "it stays" : "they stay")} there (at most 1 proves it); a standard error does not exist at a kink, and those of the other coefficients take the selection as given.");

    /// <summary>Looks at the end of a search; null if no coefficient sits on a kink.</summary>
    /// <param name="objective">What was climbed.</param>
    /// <param name="top">Where the search ended.</param>
    public static KinkCertificate? Of(RegressionObjective objective, RegressionPoint top)
    {
        var names = new List<string>();
        double most = 0;
        for (int k = 0; k < objective.Free.Count; k++)
        {
            int i = objective.Free[k];
            if (objective.KinkOf(i) is not { } kink || top.Beta[i] != kink.Location)
                continue;
            names.Add(objective.Coefficients[i].Name);
            most = Math.Max(most, Math.Abs(top.Gradient[k]) / kink.Slope);
        }
        return names.Count == 0 ? null : new(names, 1 - most);
    }
}
