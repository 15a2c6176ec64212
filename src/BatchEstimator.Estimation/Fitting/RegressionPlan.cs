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
internal sealed record RegressionPlan
{
    private readonly RegressionForm? limitForm;
    private readonly List<Expr> computed = [];
    private readonly List<int[]> combinations = [];
    private readonly List<(SplineFactor Factor, int Inner)> splines = [];
    private readonly List<SplineTerm> splineTerms = [];

    public RegressionPlan(FitModel model, IReadOnlyList<ColumnRequest> resolved)
    {
        Model = model;
        // Before the levels of a response are known, two stand for them: enough to plan the columns.
        Family = FamilyOf(model, ["0", "1"]);
        var form = Form;
        ResponseIsCounts = model.Family is Multinomial;
        var definition = model.Definition;
        ResponseIsLabel = model.Formula!.Response is Variable response && resolved[response.Index].Kind == ColumnKind.Text;
        Labels = [.. Enumerable.Range(0, resolved.Count).Where(i => resolved[i].Kind == ColumnKind.Text && model.Requests[i].Name != definition.Event)];
        int next = 1;
        int upper = model.HasIntervals || definition.Event is not null ? next++ : -1, trials = definition.Trials is null ? -1 : next++, weight = definition.Weights is null && !ResponseIsCounts ? -1 : next++;
        LogCoefficient = ResponseIsCounts ? next++ : -1;
        Place = next++;
        Offset = definition.Offset is null ? -1 : next++;
        Roles = new(0, upper, trials, weight, definition.Weights?.Kind == WeightKind.Precision);
        Clusters = [.. definition.Vcov.Clusters.Select(name => Labels.ToList().FindIndex(i => i >= model.FormulaColumnCount && model.Requests[i].Name == name))];
        FirstComputed = next;
        var first = form.Parameters[0];
        Predictors =
        [
            Planned(0, first.Links.FirstOrDefault(link => link.Name == definition.Link) ?? first.Links[0], new(model.Formula, resolved)),
            .. model.Predictors.Select(entry => (Place: Array.FindIndex([.. form.Parameters], parameter => parameter.Name == entry.Key), entry.Value))
                .OrderBy(entry => entry.Place).Select(entry => Planned(entry.Place, LinkOf(form.Parameters[entry.Place]), new(entry.Value, resolved))),
        ];
        foreach (var predictor in Predictors)
        {
            for (int t = 0; t < predictor.Numbers.Length; t++)
                predictor.Numbers[t] = predictor.Numbers[t] <= -2 ? NumberCount - 2 - predictor.Numbers[t] : predictor.Numbers[t];
        }
    }

    /// <summary>The model.</summary>
    public FitModel Model { get; }

    /// <summary>The family of a row: the model's, or what that is for rows of labels or counts.</summary>
    public ScalarFamily Family { get; private init; }

    /// <summary>How the formula enters the family.</summary>
    public RegressionForm Form => limitForm ?? Family.Regression!;

    /// <summary>True if the response is labels and not numbers.</summary>
    public bool ResponseIsLabel { get; }

    /// <summary>True if the response is columns of counts, of which each becomes a row whose weight it is.</summary>
    public bool ResponseIsCounts { get; }

    /// <summary>The column of numbers with the log of the multinomial coefficient, at the first of the rows that a row of counts became, else 0; -1 if there is none.</summary>
    public int LogCoefficient { get; }

    /// <summary>The column of codes of a response that is labels.</summary>
    public int ResponseCodes => Labels.ToList().IndexOf(((Variable)Model.Formula!.Response).Index);

    /// <summary>The label columns, as indices among the model's requests; the table's first columns of codes.</summary>
    public IReadOnlyList<int> Labels { get; }

    /// <summary>The columns of numbers that are not part of a design.</summary>
    public RowRoles Roles { get; }

    /// <summary>The column of numbers that says where a row came from.</summary>
    public int Place { get; }

    /// <summary>The column of the offset that the job names; -1 if there is none.</summary>
    public int Offset { get; }

    /// <summary>The columns of clusters, as places among <see cref="Labels"/>.</summary>
    public IReadOnlyList<int> Clusters { get; }

    /// <summary>The first of the columns that are computed from others.</summary>
    public int FirstComputed { get; }

    /// <summary>What is computed, in the model's requests as data columns.</summary>
    public IReadOnlyList<Expr> Computed => computed;

    /// <summary>Label columns that are combined to one behind the others: for each the columns of codes it is made of.</summary>
    public IReadOnlyList<int[]> Combinations => combinations;

    /// <summary>The predictors, the formula's first.</summary>
    public IReadOnlyList<PlannedPredictor> Predictors { get; private init; }

    /// <summary>The number of columns of numbers before those with splines.</summary>
    public int NumberCount => FirstComputed + computed.Count;

    /// <summary>The same columns for a response whose levels are known now: each of the family's parameters follows the formula.</summary>
    /// <param name="levels">The levels in order, of nominal ones the reference first.</param>
    public RegressionPlan ForLevels(IReadOnlyList<string> levels)
    {
        var family = FamilyOf(Model, levels);
        return this with { Family = family, Predictors = [.. family.Regression!.Parameters.Select((_, i) => Predictors[0] with { Parameter = i })] };
    }

    /// <summary>The same columns for the family that this one becomes as a parameter without a formula goes to its end; the others keep their names.</summary>
    /// <param name="family">The family in the limit.</param>
    /// <param name="gone">The parameter, by its place in the form.</param>
    public RegressionPlan InLimit(ScalarFamily family, int gone) =>
        new(this, family, family.Regression! with { Parameters = [.. Form.Parameters.Where((_, i) => i != gone)] },
            [.. Predictors.Select(predictor => predictor.Parameter > gone ? predictor with { Parameter = predictor.Parameter - 1 } : predictor)]);

    private RegressionPlan(RegressionPlan other, ScalarFamily family, RegressionForm form, IReadOnlyList<PlannedPredictor> predictors) : this(other) =>
        (Family, limitForm, Predictors) = (family, form, predictors);

    /// <summary>What stands before the names of a predictor's coefficients.</summary>
    /// <param name="predictor">The predictor, by its place.</param>
    public string PrefixOf(int predictor) =>
        Form.Layout == FormulaLayout.Each || (predictor > 0 && Form.Layout == FormulaLayout.First) ? $"{Form.Parameters[Predictors[predictor].Parameter].Name}|" : "";

    private static ScalarFamily FamilyOf(FitModel model, IReadOnlyList<string> levels) =>
        model.Family.OfRow(levels, model.Definition.Link)!;

    /// <summary>
    /// Which computed columns are kept to twice the digits, by their place in <see cref="Computed"/>: those of least squares, which can tell the
    /// difference. What their doubles lack stands behind the other columns of numbers, in this order.
    /// </summary>
    public IReadOnlyList<int> Extended => NormalRoute.Suits(this) ? [.. Enumerable.Range(0, computed.Count).Where(k => computed[k] is not (Variable or Constant))] : [];

    /// <summary>The splines, each with the column of numbers it is a function of.</summary>
    public IReadOnlyList<(SplineFactor Factor, int Inner)> Splines => splines;

    /// <summary>What the columns behind <see cref="NumberCount"/> are made of.</summary>
    public IReadOnlyList<SplineTerm> SplineTerms => splineTerms;

    private int SplinePlace(DesignTerm term)
    {
        foreach (var part in term.Splines)
        {
            if (!splines.Exists(spline => ReferenceEquals(spline.Factor, part.Spline)))
                splines.Add((part.Spline, ComputedPlace(part.Spline.Inner)));
        }
        splineTerms.Add(new(term.Numeric is Constant ? -1 : ComputedPlace(term.Numeric),
            [.. term.Splines.Select(part => (splines.FindIndex(spline => ReferenceEquals(spline.Factor, part.Spline)), part.Column))]));
        return splineTerms.Count - 1;
    }

    private static Link LinkOf(RegressionParameter parameter) => parameter.Links[0];

    private PlannedPredictor Planned(int parameter, Link link, Design design)
    {
        // Columns with splines stand behind all computed ones, whose number is known when every predictor is planned: until then they count from -2 down.
        int[] numbers = [.. design.Terms.Select(term => term.Splines.Count > 0 ? -2 - SplinePlace(term) : term.Numeric is Constant ? -1 : ComputedPlace(term.Numeric))];
        int[] codes = [.. design.Terms.Select(term => term.Labels.Count == 0 ? -1 : CodesOf([.. term.Labels.Select(label => Labels.ToList().IndexOf(design.LabelColumns[label]))]))];
        var offsets = new List<int>();
        if (parameter == 0 && Offset >= 0)
            offsets.Add(Offset);
        if (!design.Formula.Offset.IsZero)
            offsets.Add(ComputedPlace(Form.Layout == FormulaLayout.Cuts ? -design.Formula.Offset : design.Formula.Offset));
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

/// <summary>A column of numbers times columns of splines.</summary>
/// <param name="Number">The column of numbers; -1 = ones.</param>
/// <param name="Parts">The splines, by their place in the plan, and their columns.</param>
internal sealed record SplineTerm(int Number, IReadOnlyList<(int Spline, int Column)> Parts);
