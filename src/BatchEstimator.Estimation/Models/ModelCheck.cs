using System.Globalization;
using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Priors;

namespace BatchEstimator.Estimation.Models;

/// <summary>Checks a definition against the catalogue and lists everything that is wrong with it.</summary>
internal sealed class ModelCheck(FitDefinition definition)
{
    private List<DefinitionProblem> problems = [];
    private Formula? formula;
    private RegressionCheck? regression;

    public IReadOnlyList<DefinitionProblem> Problems()
    {
        if (definition.Candidates.Count > 0)
            return Compared();
        var family = Catalogue.Find(definition.Family)?.OfComponents(definition.Components is >= 2 and <= NormalMixture.Most and var count ? count : 2);
        if (family is null)
        {
            Add("family", $"There is no family '{definition.Family}' in this version. Known: {string.Join(", ", Catalogue.All.Select(f => f.Name))}.");
            return problems;
        }
        CheckFormula(family);
        CheckRoles(family);
        CheckObservation(family);
        CheckPriors(family);
        CheckFixed(family);
        CheckWeights(family);
        CheckRequests(family);
        return problems;
    }

    // Each candidate must be able to stand alone, and all must be densities of the same kind to be compared at all.
    private List<DefinitionProblem> Compared()
    {
        if (definition.Family.Length > 0)
            Add("family", "Write either family or candidates, not both.");
        if (definition.Candidates.Count < 2 || definition.Candidates.Distinct().Count() < definition.Candidates.Count)
            Add("candidates", "candidates needs at least two different families.");
        if (definition.Method == EstimationMethod.Map || definition.Fixed.Count > 0 || definition.Hypotheses.Count > 0)
            Add("candidates", "Candidates are compared by their maximum likelihoods: remove method: map, priors, fixed and hypotheses.");
        if (definition.Formula is not null)
            Add("formula", "Candidates are compared for plain distributions in this version: write response instead of a formula.");
        for (int i = 0; i < definition.Candidates.Count; i++)
        {
            string name = definition.Candidates[i];
            if (Catalogue.Find(name) is not (null or ScalarFamily { Roles: [DataRole.Response, ..] } and not Binomial))
                Add($"candidates[{i}]", $"{name} cannot be compared with others: it takes other columns than one response.");
            else
                problems.AddRange(new ModelCheck(definition with { Family = name, Candidates = [] }).Problems()
                    .Select(problem => problem with { Path = problem.Path is "family" or "" ? $"candidates[{i}]" : problem.Path }));
        }
        var families = definition.Candidates.Select(Catalogue.Find).OfType<ScalarFamily>().ToList();
        if (families.Any(family => family.IsDiscrete) && families.Any(family => !family.IsDiscrete))
            Add("candidates", "Probabilities of counts and densities of measurements cannot be compared: name families of one kind.");
        problems = [.. problems.Distinct()];
        return problems;
    }

    private bool IsRegression(Family family) => formula is not null && !FitModel.IsPlain(definition, family, formula);

    private void CheckFormula(Family family)
    {
        try
        {
            formula = FitModel.FormulaOf(definition, family);
        }
        catch (FormatException problem)
        {
            Add("formula", problem.Message);
        }
        regression = new(definition, family, formula);
        problems.AddRange(regression.Problems());
        if (formula is not null && family.Links.Count == 0 && (formula.Terms.Count != 1 || !formula.HasIntercept || formula.Columns.Count != 1))
            Add("formula", $"{family.Name} takes no predictors, only 'column ~ 1' (the same as response: column).");
        if (definition is { Formula: not null, Response: not null })
            Add("response", "Write either response or formula, not both.");
    }

    private void CheckRoles(Family family)
    {
        var roles = family.Roles;
        if (roles[0] == DataRole.Response && definition.Response is null && definition.Formula is null && definition.Left is null)
            Add("", $"{family.Name} needs response: the column to model{(family.Links.Count > 0 ? ", or a formula such as 'y ~ x'" : "")}.");
        if (roles[0] == DataRole.Responses && definition.Responses.Count < 2)
            Add("responses", $"{family.Name} needs responses: [a, b, ...], at least two columns.");
        if (family is Multinomial && formula is { ResponseName.Length: > 0 })
            Add("formula", $"The counts of {family.Name} are the columns in responses, so its formula has no left side: write '~ {definition.Formula!.Split('~', 2)[1].Trim()}'.");
        if (roles[0] == DataRole.Responses && (definition.Response ?? (family is Multinomial ? null : definition.Formula)) is not null)
            Add(definition.Response is not null ? "response" : "formula", $"{family.Name} takes responses: [a, b, ...] instead.");
        if (definition.Responses.Distinct().Count() < definition.Responses.Count)
            Add("responses", "Every column may be named only once.");
        Unless(roles.Contains(DataRole.Responses) || definition.Responses.Count == 0, "responses", family);
        Unless(roles.Contains(DataRole.Trials) || definition.Trials is null, "trials", family);
        Unless(roles.Contains(DataRole.Event) || definition.Event is null || CanBeCensored(family), "event", family);
        Unless(roles.Contains(DataRole.Levels) || definition.Levels.Count == 0, "levels", family);
        if (roles.Contains(DataRole.Trials) && definition.Trials is null)
            Add("", $"{family.Name} needs trials: the column with the number of trials.");
        if (definition is { EventValue: not null, Event: null })
            Add("eventValue", "eventValue says which label of the event column means observed; event is missing.");
        if (definition.Levels.Distinct().Count() < definition.Levels.Count)
            Add("levels", "Every level may be named only once.");
    }

    private static bool CanBeCensored(Family family) => family is ScalarFamily { CanBeCensored: true };

    // Censoring, truncation and what else changes how a row is seen.
    private void CheckObservation(Family family)
    {
        if (definition.Left is null != definition.Right is null)
            Add(definition.Left is null ? "right" : "left", "left and right belong together: the two ends of the interval that a value lies in.");
        if (definition is { Left: not null, Event: not null })
            Add("event", "Intervals already say how each row is known (an empty right end is right-censored); remove event.");
        foreach (var (given, path) in new[] { (definition.Left is not null, "left"), (definition.Truncation is not null, "truncation") })
        {
            if (given && !CanBeCensored(family))
                Add(path, $"{family.Name} has no use for {path}: its rows must be known exactly.");
        }
        if (definition.Truncation is { } truncation)
        {
            if (truncation is { Lower: null, Upper: null })
                Add("truncation", "truncation needs lower, upper or both: the limits outside which no value could have been seen.");
            if (truncation.Lower >= truncation.Upper)
                Add("truncation.upper", "upper must be above lower.");
        }
        if (definition.Weights is { Kind: WeightKind.Precision } && (definition.Left ?? definition.Event) is not null)
            Add("weights.kind", "Precision weights and censoring do not go together in this version; use frequency weights.");
        if (definition.Weights is { Kind: WeightKind.Precision } && definition.Truncation is not null)
            Add("weights.kind", "Precision weights and truncation do not go together in this version; use frequency weights.");
        Unless(family.Name == "generalized_pareto" || definition.Threshold is null, "threshold", family);
        Unless(family.Name == "normal_mixture" || definition.Components is null, "components", family);
        if (definition.Components is < 2 or > NormalMixture.Most)
            Add("components", $"A mixture has 2 to {NormalMixture.Most} components; found {definition.Components}.");
    }

    private void CheckPriors(Family family)
    {
        if (definition.Method == EstimationMethod.Mle && definition.Priors.Count > 0)
            Add("priors", "Priors have no effect on maximum likelihood. Write method: map, or leave them out.");
        foreach (var (key, text) in definition.Priors)
        {
            string path = $"priors.{key}";
            if (!PriorCatalogue.TryParse(text, out var prior, out string problem))
                Add(path, problem);
            else if (definition.Fixed.ContainsKey(key))
                Add(path, $"{key} is fixed, so a prior on it has no meaning. Remove one of the two.");
            else if (Objection(family, key, prior) is { } objection)
                Add(path, objection);
        }
    }

    private string? Objection(Family family, string key, Prior prior)
    {
        if (IsRegression(family))
            return regression!.ObjectionTo(key, prior);
        if (family.JointPriors.TryGetValue(key, out string? joint))
        {
            return prior.Family.Name != joint && !prior.IsFlat ? $"The prior of {key} must be {PriorCatalogue.All.First(p => p.Name == joint).Signature}; found {prior}."
                : family is VectorFamily vector ? vector.Objection(prior, definition.Fixed.Count > 0, Dimension())
                : definition.Priors.Count > 1 || definition.Fixed.Count > 0 ? $"The joint prior of {key} stands alone: remove the other priors and fixed values." : null;
        }
        if (family is VectorFamily { HasOwnPriors: true } shapes && (key == FitModel.CommonName(family) || shapes.ParameterNames(definition.Responses).Contains(key)))
        {
            return prior.Family.IsJoint || prior.Family.Name == "laplace" ? $"The prior of {key} is a smooth one of a single parameter, such as gamma(2, 0.1); found {prior}."
                : prior.Upper <= 0 ? $"{prior} leaves no value for {key}, which is {family.Parameters[0].Domain}." : null;
        }
        var parameter = family is VectorFamily ? null : family.Parameters.FirstOrDefault(p => p.Name == key);
        if (parameter is null)
            return $"{family.Name} has no parameter '{key}'. {Known(family)}";
        if (prior.Family.IsJoint)
            return $"{prior.Family.Name} is a prior of several parameters at once, not of {key}.";
        if (prior.Upper <= parameter.Lower || prior.Lower >= parameter.Upper)
            return $"{prior} leaves no value for {key}, which is {parameter.Domain}.";
        return null;
    }

    private void CheckFixed(Family family)
    {
        foreach (var (key, value) in definition.Fixed)
        {
            string path = $"fixed.{key}";
            if (family is VectorFamily vector && vector.Objection(null, true, Dimension()) is { } objection)
                Add(path, objection);
            else if (!double.IsFinite(value))
                Add(path, "A fixed value must be a finite number.");
            else if (IsRegression(family))
            {
                if (regression!.ObjectionTo(key, value) is { } unfit)
                    Add(path, unfit);
            }
            else if (family is VectorFamily)
                CheckFixedShare(family, path, key, value);
            else if (family.Parameters.FirstOrDefault(p => p.Name == key) is not { } parameter)
                Add(path, $"{family.Name} has no parameter '{key}'. {Known(family)}");
            else if (value < parameter.Lower || value > parameter.Upper || (value == parameter.Lower && parameter.Upper != 1))
                Add(path, $"{key} is {parameter.Domain}; found {value.ToString(CultureInfo.InvariantCulture)}.");
        }
        if (family is VectorFamily && definition.Fixed.Values.Sum() >= 1)
            Add("fixed", "The fixed shares must leave something for the others: their sum must be below 1.");
    }

    private void CheckFixedShare(Family family, string path, string key, double value)
    {
        if (!key.StartsWith("p[", StringComparison.Ordinal) || !key.EndsWith(']'))
            Add(path, $"{family.Name} has no parameter '{key}'. {Known(family)}");
        else if (value is < 0 or >= 1)
            Add(path, $"A fixed share must be at least 0 and below 1; found {value.ToString(CultureInfo.InvariantCulture)}.");
    }

    private void CheckWeights(Family family)
    {
        if (definition.Weights is { Kind: WeightKind.Precision } && family is not Normal)
            Add("weights.kind", $"Precision weights are the inverse of a relative variance, which {family.Name} does not have; use frequency, or family normal.");
    }

    private void CheckRequests(Family family)
    {
        bool scalar = family is ScalarFamily;
        if (!scalar && definition.Quantiles.Count + definition.Probabilities.Count + definition.Hypotheses.Count > 0)
            Add("", $"quantiles, probabilities and hypotheses are not defined for {family.Name} in this version.");
        foreach (var (p, i) in definition.Quantiles.Select((p, i) => (p, i)))
        {
            if (!(p > 0 && p < 1))
                Add($"quantiles[{i}]", "A quantile's probability must lie between 0 and 1.");
        }
        foreach (var (text, i) in definition.Probabilities.Select((text, i) => (text, i)))
        {
            if (ProbabilityEvent.TryParse(text) is null)
                Add($"probabilities[{i}]", $"'{text}' is not an event; write it like '> 1000', '<= 0' or '10..20'.");
        }
        if (family is Binomial && definition.Quantiles.Count + definition.Probabilities.Count + definition.At.Count > 0 && !HasTrials())
            Add("at", "Quantiles and probabilities of a binomial need the number of trials: at: { trials: 10 }.");
        if (IsRegression(family) && (scalar ? definition.Quantiles.Count + definition.Probabilities.Count : definition.At.Count) > 0)
            CheckAt(family);
        if (definition.At.Count > 0 && !IsRegression(family) && family is not Binomial)
            Add("at", "at: gives predictor values to a formula; this fit has none.");
        foreach (var (text, i) in definition.Hypotheses.Select((text, i) => (text, i)))
            CheckHypothesis(family, text, $"hypotheses[{i}]");
        if (definition.PriorWeights.Count > 0 && (definition.PriorWeights.Count != definition.Hypotheses.Count || definition.PriorWeights.Any(w => !(w > 0))))
            Add("priorWeights", $"priorWeights needs one number above 0 for each of the {definition.Hypotheses.Count} hypotheses.");
        CheckBound(family);
    }

    private void CheckAt(Family family)
    {
        string left = formula!.Text.Split('~')[0];
        var response = left.Trim().Length == 0 ? [] : Formula.Parse($"{left} ~ 1").Columns.Select(column => column.Name);
        string[] missing = [.. formula.Columns.Select(column => column.Name).Except(response).Except(definition.At.Keys)];
        if (missing.Length > 0)
            Add("at", $"{(family is ScalarFamily ? "Quantiles and probabilities" : "The probabilities of the levels")} of a regression need a value for every predictor; missing: {string.Join(", ", missing)}. Write at: {{ {missing[0]}: ... }}.");
    }

    private bool HasTrials() =>
        definition.At.TryGetValue("trials", out string? text) && double.TryParse(text, CultureInfo.InvariantCulture, out double trials) && trials >= 1;

    private void CheckHypothesis(Family family, string text, string path)
    {
        if (IsRegression(family))
            Add(path, "Hypotheses are compared for plain distributions; this fit has a formula.");
        else if (!Call.TryParse(text, out string name, out var arguments))
            Add(path, $"'{text}' is not a distribution; write it like normal(0, 1).");
        else if (name != family.Name)
            Add(path, $"The hypothesis must be of the fit's own family, {family.Name}({string.Join(", ", family.Parameters.Select(p => p.Name))}); found {name}.");
        else if (arguments.Count != family.Parameters.Count)
            Add(path, $"{name} has {family.Parameters.Count} parameter(s): {string.Join(", ", family.Parameters.Select(p => p.Name))}; found {arguments.Count}.");
        else
        {
            foreach (var (parameter, value) in family.Parameters.Zip(arguments))
            {
                if (!(value >= parameter.Lower && value <= parameter.Upper) || (value == 0 && parameter is { Lower: 0, Upper: double.PositiveInfinity }))
                    Add(path, $"{parameter.Name} of {name} is {parameter.Domain}; found {value.ToString(CultureInfo.InvariantCulture)}.");
            }
        }
    }

    private void CheckBound(Family family)
    {
        if (definition.Bound is not { } bound)
            return;
        if (!(bound.Epsilon > 0))
            Add("bound.epsilon", "epsilon is a distance and must be above 0.");
        if (!(bound.Delta > 0 && bound.Delta < 1))
            Add("bound.delta", "delta is a probability and must lie between 0 and 1.");
        if (family is not (Bernoulli or Binomial) && (bound.Lower is null || bound.Upper is null))
            Add("bound", $"Hoeffding's bound needs data in a known range; for {family.Name} give lower and upper.");
        if (family is VectorFamily || IsRegression(family))
            Add("bound", "Hoeffding's bound is about the mean of one column.");
        if (bound.Lower >= bound.Upper)
            Add("bound.upper", "upper must be above lower.");
    }

    private int? Dimension() => definition.Responses.Count > 0 ? definition.Responses.Count : definition.Levels.Count > 0 ? definition.Levels.Count : null;

    private static string Known(Family family) =>
        $"Known: {string.Join(", ", family.Parameters.Select(p => p.Name).Concat(family is VectorFamily { HasOwnPriors: true } ? [$"'{FitModel.CommonName(family)}' (all)"] : family.JointPriors.Keys.Select(key => $"'{key}'")))}.";

    private void Unless(bool fine, string path, Family family)
    {
        if (!fine)
            Add(path, $"{family.Name} has no use for {path} in this version.");
    }

    private void Add(string path, string message) => problems.Add(new(path, message));
}
