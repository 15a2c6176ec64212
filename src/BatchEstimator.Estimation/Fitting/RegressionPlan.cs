using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Regression;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>A linear predictor as planned: its parameter and link, its design, and where the table keeps what it needs.</summary>
/// <param name="Parameter">The place of its parameter in the family's form.</param>
/// <param name="Link">The link.</param>
/// <param name="Design">The design.</param>
/// <param name="Numbers">For each term its column of numbers in the table; -1 = ones.</param>
/// <param name="Codes">For each term its column of codes in the table; -1 = no label.</param>
/// <param name="Offsets">The columns that are added as they are.</param>
internal sealed record PlannedPredictor(int Parameter, Link Link, Design Design, int[] Numbers, int[] Codes, int[] Offsets);

/// <summary>Which columns the rows of a regression are kept in, and what is computed for them.</summary>
internal sealed class RegressionPlan
{
    private readonly List<Expr> computed = [];
    private readonly List<int[]> combinations = [];

    public RegressionPlan(FitModel model, RegressionForm form, IReadOnlyList<ColumnRequest> resolved)
    {
        (Model, Form) = (model, form);
        var definition = model.Definition;
        ResponseIsLabel = model.Formula!.Response is Variable response && resolved[response.Index].Kind == ColumnKind.Text;
        Labels = [.. Enumerable.Range(0, resolved.Count).Where(i => resolved[i].Kind == ColumnKind.Text && model.Requests[i].Name != definition.Event)];
        int next = 1;
        int upper = model.HasIntervals || definition.Event is not null ? next++ : -1, trials = definition.Trials is null ? -1 : next++, weight = definition.Weights is null ? -1 : next++;
        Place = next++;
        Offset = definition.Offset is null ? -1 : next++;
        Roles = new(0, upper, trials, weight, definition.Weights?.Kind == WeightKind.Precision);
        FirstComputed = next;
        var first = form.Parameters[0];
        Predictors =
        [
            Planned(0, first.Links.FirstOrDefault(link => link.Name == definition.Link) ?? first.Links[0], new(model.Formula, resolved)),
            .. model.Predictors.Select(entry => (Place: Array.FindIndex([.. form.Parameters], parameter => parameter.Name == entry.Key), entry.Value))
                .OrderBy(entry => entry.Place).Select(entry => Planned(entry.Place, LinkOf(form.Parameters[entry.Place]), new(entry.Value, resolved))),
        ];
    }

    /// <summary>The model.</summary>
    public FitModel Model { get; }

    /// <summary>How the formula enters the family.</summary>
    public RegressionForm Form { get; }

    /// <summary>True if the response is labels and not numbers.</summary>
    public bool ResponseIsLabel { get; }

    /// <summary>The label columns, as indices among the model's requests; the table's first columns of codes.</summary>
    public IReadOnlyList<int> Labels { get; }

    /// <summary>The columns of numbers that are not part of a design.</summary>
    public RowRoles Roles { get; }

    /// <summary>The column of numbers that says where a row came from.</summary>
    public int Place { get; }

    /// <summary>The column of the offset that the job names; -1 if there is none.</summary>
    public int Offset { get; }

    /// <summary>The first of the columns that are computed from others.</summary>
    public int FirstComputed { get; }

    /// <summary>What is computed, in the model's requests as data columns.</summary>
    public IReadOnlyList<Expr> Computed => computed;

    /// <summary>Label columns that are combined to one behind the others: for each the columns of codes it is made of.</summary>
    public IReadOnlyList<int[]> Combinations => combinations;

    /// <summary>The predictors, the formula's first.</summary>
    public IReadOnlyList<PlannedPredictor> Predictors { get; }

    /// <summary>The number of columns of numbers.</summary>
    public int NumberCount => FirstComputed + computed.Count;

    private static Link LinkOf(RegressionParameter parameter) => parameter.Links[0];

    private PlannedPredictor Planned(int parameter, Link link, Design design)
    {
        int[] numbers = [.. design.Terms.Select(term => term.Numeric is Constant ? -1 : ComputedPlace(term.Numeric))];
        int[] codes = [.. design.Terms.Select(term => term.Labels.Count == 0 ? -1 : CodesOf([.. term.Labels.Select(label => Labels.ToList().IndexOf(design.LabelColumns[label]))]))];
        var offsets = new List<int>();
        if (parameter == 0 && Offset >= 0)
            offsets.Add(Offset);
        if (!design.Formula.Offset.IsZero)
            offsets.Add(ComputedPlace(design.Formula.Offset));
        return new(parameter, link, design, numbers, codes, [.. offsets]);
    }

    private int ComputedPlace(Expr value)
    {
        int place = computed.FindIndex(known => ReferenceEquals(known, value) || (known is Variable a && value is Variable b && a.Index == b.Index));
        if (place < 0)
        {
            place = computed.Count;
            computed.Add(value);
        }
        return FirstComputed + place;
    }

    private int CodesOf(int[] labels)
    {
        if (labels.Length == 1)
            return labels[0];
        int place = combinations.FindIndex(known => known.SequenceEqual(labels));
        if (place < 0)
        {
            place = combinations.Count;
            combinations.Add(labels);
        }
        return Labels.Count + place;
    }
}
