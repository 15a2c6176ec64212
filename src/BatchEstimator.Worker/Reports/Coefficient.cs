using System.Text.RegularExpressions;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Worker.Reports;

/// <summary>Tells a regression's coefficients from its other parameters (a spread, a shape): those answer another question, on another scale.</summary>
internal static partial class Coefficient
{
    /// <summary>
    /// A coefficient is called after its term: a column of the formula, or something no family calls a parameter, as
    /// <c>(Intercept)</c>, <c>plant=B</c>, <c>a:b</c>. A plain word that the formula's right side does not hold is a parameter of the family.
    /// </summary>
    public static bool Is(FitResult fit, ParameterEstimate parameter)
    {
        if (fit.Formula is not { } formula || !PlainWord().IsMatch(parameter.Name)) return true;
        string terms = formula[(formula.IndexOf('~', StringComparison.Ordinal) + 1)..];
        return Regex.IsMatch(terms, $@"(?<!\w){Regex.Escape(parameter.Name)}(?!\w)", RegexOptions.CultureInvariant);
    }

    [GeneratedRegex(@"^\w+\z", RegexOptions.CultureInvariant)]
    private static partial Regex PlainWord();
}
