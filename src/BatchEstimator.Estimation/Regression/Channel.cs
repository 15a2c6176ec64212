using BatchEstimator.Estimation.Families;

namespace BatchEstimator.Estimation.Regression;

/// <summary>
/// A parameter of the family as a regression sees it: by a linear predictor through a link, or one number for all rows.
/// </summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Link">How the predictor becomes the parameter; the identity for one number.</param>
/// <param name="Design">The predictor's design; null for one number.</param>
/// <param name="Coefficient">For one number, its place among the coefficients; else -1.</param>
internal sealed record Channel(string Name, Link Link, PredictorDesign? Design, int Coefficient)
{
    /// <summary>A parameter with a linear predictor.</summary>
    public static Channel Of(string name, Link link, PredictorDesign design) => new(name, link, design, -1);

    /// <summary>A parameter that is one number for all rows.</summary>
    public static Channel Of(string name, int coefficient) => new(name, Link.Identity, null, coefficient);
}
