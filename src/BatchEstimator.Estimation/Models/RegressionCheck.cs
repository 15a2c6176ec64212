using System.Globalization;
using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Priors;

namespace BatchEstimator.Estimation.Models;

/// <summary>Checks what a definition says of linear predictors: formulas, links, priors and held values of coefficients.</summary>
/// <param name="definition">The definition.</param>
/// <param name="family">Its family.</param>
/// <param name="formula">Its formula; null if it has none.</param>
internal sealed class RegressionCheck(FitDefinition definition, Family family, Formula? formula)
{
    private readonly Dictionary<string, Formula> predictors = [];
    private readonly List<DefinitionProblem> problems = [];

    private IReadOnlyList<RegressionParameter> Parameters => (family as ScalarFamily)?.Regression?.Parameters ?? [];

    /// <summary>Everything that is wrong.</summary>
    public IReadOnlyList<DefinitionProblem> Problems()
    {
        ParsePredictors();
        if (formula is null || family.Links.Count == 0)
            Unused();
        else
        {
            CheckLink();
            if (family is Categorical or Ordinal or Multinomial)
                CheckLabels();
            else if (definition.Reference is not null && family is not Bernoulli)
                Add("reference", $"reference is a level of a response that is labels; {family.Name} has none. For a predictor write C(column, ref = \"level\").");
            CheckTerms(formula, "formula");
            foreach (var (parameter, predictor) in predictors)
                CheckTerms(predictor, $"predictors.{parameter}");
            CheckPriorScales();
        }
        return problems;
    }

    /// <summary>What is wrong with a prior of a coefficient or parameter; null = nothing.</summary>
    public string? ObjectionTo(string key, Prior prior)
    {
        if (prior.Family.IsJoint)
            return $"{prior.Family.Name} is a prior of several parameters at once, not of {key}.";
        if (NumberNamed(key) is { } number)
        {
            return prior.Upper <= number.Lower || prior.Lower >= number.Upper ? $"{prior} leaves no value for {key}." : null;
        }
        if (Unknown(key) is { } unknown)
            return unknown;
        return prior.Family.Name is "normal" or "flat" or "laplace" or "student_t" or "cauchy" ? null
            : $"A coefficient can be any number; its prior is one of normal, laplace, student_t, cauchy or flat. Found {prior}.";
    }

    /// <summary>What is wrong with holding a coefficient or parameter at a value; null = nothing.</summary>
    public string? ObjectionTo(string key, double value) =>
        NumberNamed(key) is { } number
            ? value > number.Lower && value < number.Upper ? null : $"{key} lies between {Text(number.Lower)} and {Text(number.Upper)}; found {Text(value)}."
            : key == "coefficients" ? "One value for all slopes is not a model; name the coefficients." : Unknown(key);

    private RegressionParameter? NumberNamed(string key) => Parameters.Skip(1).FirstOrDefault(parameter => parameter.Name == key && !definition.Predictors.ContainsKey(key));

    // Which labels there are is known only from the data; a name with '=' is taken on trust here and checked when they are.
    private string? Unknown(string key)
    {
        if (family is Ordinal && (key == "thresholds" || key.StartsWith("threshold[", StringComparison.Ordinal)))
            return null;
        if (family is Ordinal && key == "(Intercept)")
            return "The thresholds of ordinal take the place of an intercept: write thresholds for all of them, or threshold[a|b] for one.";
        var (predictor, name) = family is Categorical or Multinomial ? (formula, key[(key.IndexOf('|', StringComparison.Ordinal) + 1)..]) : key.Split('|', 2) is [var parameter, var rest] && definition.Predictors.ContainsKey(parameter)
            ? (predictors.GetValueOrDefault(parameter), rest) : (formula, key);
        if (predictor is null || name == "coefficients" || name.Contains('=', StringComparison.Ordinal) || predictor.Terms.Any(term => term.ColumnNames.Contains(name)))
            return null;
        if (name == "(Intercept)")
            return "The formula has no intercept.";
        return $"The formula has no coefficient '{key}'. Known: {string.Join(", ", Known())}; a label's is written column=level.";
    }

    private IEnumerable<string> Known() =>
        [
            "coefficients (all slopes)", .. family is Ordinal ? ["thresholds (all of them)", "threshold[a|b]"] : Array.Empty<string>(),
            .. family is Categorical or Multinomial ? formula!.Terms.SelectMany(term => term.ColumnNames.Select(name => $"level|{name}")) : [], .. formula!.Terms.SelectMany(term => term.ColumnNames),
            .. predictors.SelectMany(entry => entry.Value.Terms.SelectMany(term => term.ColumnNames.Select(name => $"{entry.Key}|{name}"))),
            .. Parameters.Skip(1).Select(parameter => parameter.Name).Where(name => !definition.Predictors.ContainsKey(name)),
        ];

    private void ParsePredictors()
    {
        foreach (var (parameter, text) in definition.Predictors)
        {
            try
            {
                predictors[parameter] = Formula.ParsePredictor(text, []);
            }
            catch (FormatException fault)
            {
                Add($"predictors.{parameter}", fault.Message);
            }
            if (formula is null)
                Add($"predictors.{parameter}", "Formulas of other parameters go with one for the response: write formula instead of response.");
            else if (Parameters.Count > 0 && parameter == Parameters[0].Name)
                Add($"predictors.{parameter}", $"{parameter} has its predictor in formula; predictors is for the other parameters.");
            else if (!Parameters.Any(known => known.Name == parameter))
            {
                Add($"predictors.{parameter}", Parameters.Count < 2 ? $"{family.Name} has no parameter beside the one of its formula."
                    : $"{family.Name} has no parameter '{parameter}' beside the one of its formula. Known: {string.Join(", ", Parameters.Skip(1).Select(known => known.Name))}.");
            }
        }
    }

    private void Unused()
    {
        foreach (var (given, path) in new[]
        {
            (definition.Link is not null, "link"), (definition.Offset is not null, "offset"), (definition.Vcov.Kind != VcovKind.Iid, "vcov"),
            (definition.Alpha is not null, "alpha"), (definition.PriorScale != PriorScale.Raw, "priorScale"),
        })
        {
            if (given)
                Add(path, formula is null ? $"{path} belongs to a formula; this fit has none." : $"{family.Name} takes no predictors, so {path} has no meaning.");
        }
    }

    // What only a response of levels can get wrong.
    private void CheckLabels()
    {
        var levels = family is Multinomial ? definition.Responses : definition.Levels;
        if (definition.Reference is not null && family is Ordinal)
            Add("reference", "The levels of ordinal are in order and none is compared with another; remove reference. For a predictor write C(column, ref = \"level\").");
        else if (definition.Reference is { } reference && levels.Count > 0 && !levels.Contains(reference))
            Add("reference", $"'{reference}' is not among {(family is Multinomial ? "responses" : "levels")}: {string.Join(", ", levels)}.");
        if (family is not Multinomial && formula!.Response is not Variable)
            Add("formula", $"The response of {family.Name} is a column of labels as it is; '{formula.ResponseName}' is computed.");
        if (family is Ordinal && !formula!.HasIntercept)
            Add("formula", "The thresholds of ordinal take the place of the intercept; remove '-1' or '+0'.");
    }

    private void CheckLink()
    {
        if (definition.Link is { } link && !family.Links.Contains(link))
            Add("link", $"{family.Name} has no link '{link}'. Known: {string.Join(", ", family.Links)}.");
    }

    private void CheckPriorScales()
    {
        if (definition is { Alpha: not null, Method: EstimationMethod.Mle })
            Add("alpha", "alpha is the scale of a prior, which has no effect on maximum likelihood. Write method: map, or leave it out.");
        if (definition is { PriorScale: PriorScale.Standardized, Method: EstimationMethod.Mle })
            Add("priorScale", "priorScale says in whose units priors are meant, which has no effect on maximum likelihood. Write method: map, or leave it out.");
        if (definition.Alpha is { Kind: not AlphaKind.Given } && family is Laplace)
            Add("alpha", "The likelihood of laplace has kinks in place of a curvature, so alpha cannot be chosen by the data; give it as a number.");
        if (definition.Vcov.Kind != VcovKind.Iid && family is Laplace)
            Add("vcov", "The likelihood of laplace has kinks in place of a curvature, so vcov has nothing to start from; intervals: { method: bootstrap } do not need it.");
        if (definition.Alpha is not null && definition.Priors.Keys.FirstOrDefault(key => key.Split('|')[^1] == "coefficients") is { } common)
            Add("alpha", $"alpha and priors.{common} both say what the prior of every slope is. Remove one of the two; priors of single slopes may stay.");
    }

    private void CheckTerms(Formula predictor, string path)
    {
        // A family with a second parameter has that left to estimate, about a location of zero.
        if (predictor.Terms.Count == 0 && predictor.Offset.IsZero && definition.Offset is null && (Parameters.Count == 1 || path != "formula"))
            Add(path, "Nothing is left on the right side: write 1 for an intercept, or a column.");
        if (path != "formula" && formula is { Response: Variable response } && predictor.Columns.Any(column => column.Name == formula.Columns[response.Index].Name))
            Add(path, $"The response {formula.ResponseName} stands on the right side here: a response explains itself. Remove it.");
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    private void Add(string path, string message) => problems.Add(new(path, message));
}
