namespace BatchEstimator.Estimation.Models;

/// <summary>What can be said of the entries of a regression before the family is asked.</summary>
internal static class RegressionCheck
{
    public static IEnumerable<DefinitionProblem> Problems(FitDefinition definition, Formula? formula)
    {
        if (formula?.Terms.SelectMany(term => term.Factors).OfType<SplineFactor>().FirstOrDefault() is { } spline)
            yield return new("formula", $"This version has no splines; {spline.Name} could be poly(x, 3).");
        foreach (var (parameter, text) in definition.Predictors)
        {
            string? problem = null;
            try
            {
                Formula.ParsePredictor(text, []);
            }
            catch (FormatException fault)
            {
                problem = fault.Message;
            }
            yield return new($"predictors.{parameter}", problem ?? "This version has no formulas for other parameters.");
        }
        if (definition.Link is not null)
            yield return new("link", "This version has no choice of links.");
        if (definition.Offset is not null)
            yield return new("offset", "This version has no offset column; write offset(column) in the formula.");
        if (definition.Reference is not null)
            yield return new("reference", "This version has no regression on labels.");
        if (definition.Vcov.Kind != VcovKind.Iid)
            yield return new("vcov", "This version makes standard errors from the information only: vcov: iid.");
        if (definition.Alpha is not null)
            yield return new("alpha", "This version takes the prior of the slopes as priors: { coefficients: \"normal(0, 1)\" }.");
        if (definition.PriorScale != PriorScale.Raw)
            yield return new("priorScale", "This version takes priors in the units of the data only.");
    }
}
