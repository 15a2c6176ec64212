using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Priors;

namespace BatchEstimator.Estimation.Models;

/// <summary>A definition that has been checked against the catalogue: a family, the columns in their roles, and the priors.</summary>
public sealed class FitModel
{
    private FitModel(FitDefinition definition, Family family, Formula? formula)
    {
        Definition = definition;
        Family = family;
        Formula = formula;
        var predictors = new List<KeyValuePair<string, Formula>>();
        // Of several formulas each knows the columns of those before it, so that all can be read in one list.
        foreach (var (parameter, text) in definition.Predictors)
            predictors.Add(new(parameter, Formula.ParsePredictor(text, predictors.Count > 0 ? predictors[^1].Value.Columns : formula!.Columns)));
        Predictors = predictors;
        Priors = definition.Method == EstimationMethod.Mle
            ? new Dictionary<string, Prior>()
            : definition.Priors.ToDictionary(entry => entry.Key, entry => PriorCatalogue.TryParse(entry.Value, out var prior, out _) ? prior : Prior.Flat);
        var requests = new List<ColumnRequest>(formula is null ? DataColumns() : [.. predictors.Count > 0 ? predictors[^1].Value.Columns : formula.Columns]);
        FormulaColumnCount = formula is null ? 0 : requests.Count;
        if (formula is not null)
            requests.AddRange(ObservationColumns());
        DataColumnCount = requests.Count;
        if (definition.Weights is { } weights)
            requests.Add(new(weights.Column, ColumnKind.Number));
        Requests = requests;
    }

    /// <summary>The definition.</summary>
    public FitDefinition Definition { get; }

    /// <summary>The family.</summary>
    public Family Family { get; }

    /// <summary>The models to be compared, one a family; empty unless several were asked for.</summary>
    public IReadOnlyList<FitModel> Candidates { get; private init; } = [];

    /// <summary>The formula of a regression; null for a plain distribution.</summary>
    public Formula? Formula { get; }

    /// <summary>The formulas of other parameters than the first, by parameter.</summary>
    public IReadOnlyList<KeyValuePair<string, Formula>> Predictors { get; }

    /// <summary>The priors by key; empty for maximum likelihood.</summary>
    public IReadOnlyDictionary<string, Prior> Priors { get; }

    /// <summary>
    /// The columns this fit needs: those of all formulas and then what else says how a row was observed and is used (trials, left and right,
    /// event, offset, clusters); or, without a formula, the family's data in the order of its roles. Last the weights, if there are any.
    /// </summary>
    public IReadOnlyList<ColumnRequest> Requests { get; }

    /// <summary>How many of <see cref="Requests"/> are columns of formulas.</summary>
    public int FormulaColumnCount { get; }

    /// <summary>How many of <see cref="Requests"/> come before the weights.</summary>
    public int DataColumnCount { get; }

    /// <summary>The response as the user knows it.</summary>
    public string ResponseName => (Formula?.ResponseName is { Length: > 0 } written ? written : null) ?? Definition.Response ?? (HasIntervals ? $"{Definition.Left}..{Definition.Right}" : null) ?? string.Join(", ", Definition.Responses);

    /// <summary>Everything that is wrong with a definition, at once; empty = nothing.</summary>
    public static IReadOnlyList<DefinitionProblem> Check(FitDefinition definition) => new ModelCheck(definition).Problems();

    /// <summary>The model of a definition.</summary>
    /// <exception cref="ArgumentException">The definition has problems (see <see cref="Check"/>).</exception>
    public static FitModel Create(FitDefinition definition)
    {
        var problems = Check(definition);
        if (problems.Count > 0)
            throw new ArgumentException(string.Join(" ", problems.Select(p => $"{p.Path}: {p.Message}")), nameof(definition));
        if (definition.Candidates.Count > 0)
        {
            var candidates = definition.Candidates.Select(name => Create(definition with { Family = name, Candidates = [] })).ToList();
            return new(definition, candidates[0].Family, null) { Candidates = candidates };
        }
        var family = Catalogue.Find(definition.Family)!.OfComponents(definition.Components ?? 2);
        var formula = FormulaOf(definition, family);
        return formula is not null && IsPlain(definition, family, formula) ? new(definition with { Response = formula.ResponseName, Formula = null }, family, null) : new(definition, family, formula);
    }

    /// <summary>What the parameters of a vector have in common in their names: <c>alpha</c> of <c>alpha[column]</c>.</summary>
    internal static string CommonName(Family family) => family.Parameters[0].Name.Split('[')[0];

    /// <summary>The formula as written; without a left side where the response comes as an interval.</summary>
    /// <exception cref="FormatException">With what is wrong, the position and what would be right.</exception>
    internal static Formula? FormulaOf(FitDefinition definition, Family family)
    {
        // Ordered levels are a regression even without predictors.
        if ((definition.Formula ?? (family is Ordinal && definition.Response is { } response ? $"`{response}` ~ 1" : null)) is not { } text)
            return null;
        bool hasNoLeft = definition.Left is not null || family is Multinomial;
        var formula = hasNoLeft && text.TrimStart().StartsWith('~') ? Formula.ParsePredictor(text, []) : Formula.Parse(text);
        // A response that is a column as it is may be labels, where the family knows what to do with them.
        ColumnKind? kind = family is Bernoulli ? ColumnKind.Auto : family is Categorical or Ordinal ? ColumnKind.Text : null;
        return kind is null || formula.Response is not Likelihoods.Variable labels ? formula
            : formula with { Columns = [.. formula.Columns.Select((column, i) => i == labels.Index ? column with { Kind = kind.Value } : column)] };
    }

    /// <summary>True for 'column ~ 1' and nothing that only a regression has: the same as response: column, with the family's natural parameters.</summary>
    internal static bool IsPlain(FitDefinition definition, Family family, Formula formula) =>
        family.Links.Count == 0
        || (family.Name is not ("normal" or "ordinal") && !(family is Categorical && definition.Reference is not null) && formula is { Columns.Count: 1, HasIntercept: true, Terms.Count: 1, Response: Likelihoods.Variable }
            && definition is { Link: null, Offset: null, Alpha: null, Predictors.Count: 0, Vcov.Kind: VcovKind.Iid });

    /// <summary>The model of one response and a family that need not be in the catalogue; nothing is checked.</summary>
    internal static FitModel Of(FitDefinition definition, Family family) => new(definition, family, null);

    /// <summary>True if rows come as intervals, in the columns <c>left</c> and <c>right</c>.</summary>
    public bool HasIntervals => Definition.Left is not null;

    private IEnumerable<ColumnRequest> ObservationColumns()
    {
        foreach (string? number in (string?[])[Definition.Trials, Definition.Left, Definition.Right, Definition.Offset])
        {
            if (number is not null)
                yield return new(number, ColumnKind.Number);
        }
        foreach (string counts in Definition.Responses)
            yield return new(counts, ColumnKind.Number);
        if (Definition.Event is { } observed)
            yield return new(observed, Definition.EventValue is null ? ColumnKind.Flag : ColumnKind.Text);
        foreach (string cluster in Definition.Vcov.Clusters)
            yield return new(cluster, ColumnKind.Text);
    }

    private List<ColumnRequest> DataColumns()
    {
        if (HasIntervals)
            return [new(Definition.Left!, ColumnKind.Number), new(Definition.Right!, ColumnKind.Number)];
        var columns = new List<ColumnRequest>();
        var roles = Family.Roles.Contains(DataRole.Event) || Definition.Event is null ? Family.Roles : [.. Family.Roles, DataRole.Event];
        foreach (var role in roles)
        {
            switch (role)
            {
                case DataRole.Response:
                    columns.Add(new(Definition.Response!, Family is Categorical ? ColumnKind.Text : Family is Bernoulli ? ColumnKind.Flag : ColumnKind.Number));
                    break;
                case DataRole.Responses:
                    columns.AddRange(Definition.Responses.Select(name => new ColumnRequest(name, ColumnKind.Number)));
                    break;
                case DataRole.Trials:
                    columns.Add(new(Definition.Trials!, ColumnKind.Number));
                    break;
                case DataRole.Event when Definition.Event is { } name:
                    columns.Add(new(name, Definition.EventValue is null ? ColumnKind.Flag : ColumnKind.Text));
                    break;
            }
        }
        return columns;
    }
}
