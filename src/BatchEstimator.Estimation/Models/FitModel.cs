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
        Priors = definition.Method == EstimationMethod.Mle
            ? new Dictionary<string, Prior>()
            : definition.Priors.ToDictionary(entry => entry.Key, entry => PriorCatalogue.TryParse(entry.Value, out var prior, out _) ? prior : Prior.Flat);
        var requests = new List<ColumnRequest>(formula?.Columns ?? DataColumns());
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

    /// <summary>The priors by key; empty for maximum likelihood.</summary>
    public IReadOnlyDictionary<string, Prior> Priors { get; }

    /// <summary>
    /// The columns this fit needs: those of the formula, or the family's data in the order of its roles; then the weights, if there are any.
    /// </summary>
    public IReadOnlyList<ColumnRequest> Requests { get; }

    /// <summary>How many of <see cref="Requests"/> come before the weights.</summary>
    public int DataColumnCount { get; }

    /// <summary>The response as the user knows it.</summary>
    public string ResponseName => Formula?.ResponseName ?? Definition.Response ?? (HasIntervals ? $"{Definition.Left}..{Definition.Right}" : null) ?? string.Join(", ", Definition.Responses);

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
        var formula = definition.Formula is { } text ? Formula.Parse(text) : null;
        if (formula is not null && family.Links.Count == 0)
            return new(definition with { Response = formula.ResponseName }, family, null);
        return new(definition, family, formula);
    }

    /// <summary>What the parameters of a vector have in common in their names: <c>alpha</c> of <c>alpha[column]</c>.</summary>
    internal static string CommonName(Family family) => family.Parameters[0].Name.Split('[')[0];

    /// <summary>The model of one response and a family that need not be in the catalogue; nothing is checked.</summary>
    internal static FitModel Of(FitDefinition definition, Family family) => new(definition, family, null);

    /// <summary>True if rows come as intervals, in the columns <c>left</c> and <c>right</c>.</summary>
    public bool HasIntervals => Definition.Left is not null;

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
