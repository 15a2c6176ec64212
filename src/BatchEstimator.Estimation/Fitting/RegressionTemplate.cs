using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Priors;
using BatchEstimator.Estimation.Regression;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// The coefficients of a regression once all labels are known, the same for every group: predictor by predictor in the order of the terms,
/// then the parameters that are one number for all rows.
/// </summary>
internal sealed class RegressionTemplate
{
    /// <summary>The name of a column of ones.</summary>
    public const string Intercept = "(Intercept)";

    private const string Common = "coefficients";

    private readonly RegressionPlan plan;
    private readonly List<Coefficient> coefficients = [];
    private readonly List<TemplateBlock> blocks = [];

    public RegressionTemplate(RegressionPlan plan, IReadOnlyList<LevelIndex> levels, ResponseLevels? response)
    {
        this.plan = plan;
        if (plan.Form.Layout == FormulaLayout.Cuts)
            AddCuts(response!);
        foreach (var predictor in plan.Predictors.Take(plan.Form.Layout == FormulaLayout.Cuts ? 1 : plan.Predictors.Count))
            AddPredictor(predictor, [.. predictor.Design.LabelColumns.Select(column => levels[plan.Labels.ToList().IndexOf(column)])]);
        // Both ends of an interval move together.
        if (plan.Form.Layout == FormulaLayout.Cuts)
            blocks.AddRange([.. blocks.Where(block => !block.IsCuts).Select(block => block with { Predictor = 1 })]);
        Slopes = coefficients.Count;
        Numbers = [.. Enumerable.Range(0, plan.Form.Parameters.Count).Where(i => plan.Predictors.All(predictor => predictor.Parameter != i))];
        foreach (int i in Numbers)
        {
            var parameter = plan.Form.Parameters[i];
            coefficients.Add(new(parameter.Name, parameter.Lower, parameter.Upper, PriorOf(parameter.Name), HeldAt(parameter.Name)));
        }
    }

    /// <summary>All coefficients.</summary>
    public IReadOnlyList<Coefficient> Coefficients => coefficients;

    /// <summary>How many belong to predictors; those behind them are numbers.</summary>
    public int Slopes { get; }

    /// <summary>The coefficients of predictors that are no intercepts.</summary>
    public IEnumerable<int> SlopeCoefficients => Enumerable.Range(0, Slopes).Except(Enumerable.Range(0, plan.Predictors.Count).Select(InterceptOf));

    /// <summary>The parameters of the form that are one number for all rows.</summary>
    public IReadOnlyList<int> Numbers { get; }

    /// <summary>The blocks of all designs, in the order of the coefficients.</summary>
    public IReadOnlyList<TemplateBlock> Blocks => blocks;

    /// <summary>How many of the coefficients, the first ones, are cut points.</summary>
    public int Cuts { get; private set; }

    /// <summary>The intercept of a predictor among all coefficients; -1 if it has none.</summary>
    /// <param name="predictor">The predictor, by its place in the plan.</param>
    public int InterceptOf(int predictor) => blocks.FirstOrDefault(block => block.Predictor == predictor && block.Codes < 0 && block.Number < 0)?.First ?? -1;

    private void AddCuts(ResponseLevels response)
    {
        Cuts = response.Names.Count - 1;
        for (int k = 0; k < Cuts; k++)
        {
            string name = $"threshold[{response.Names[k]}|{response.Names[k + 1]}]";
            coefficients.Add(new(name, double.NegativeInfinity, double.PositiveInfinity, PriorOf(name, "thresholds"), HeldAt(name)));
        }
        for (int end = 0; end < 2; end++)
            blocks.Add(new(end, -1, 0, Cuts, -1, plan.ResponseCodes, [.. response.Ranks.Select(rank => CutOf(rank, end))]));
    }

    // Above the lower cut and up to the upper one; the first level has no lower, the last no upper.
    private int CutOf(int rank, int end) => rank - 1 + end is var cut && rank >= 0 && cut < Cuts ? cut : -1;

    private void AddPredictor(PlannedPredictor predictor, IReadOnlyList<LevelIndex> levels)
    {
        int index = plan.Predictors.ToList().IndexOf(predictor);
        bool isCut = plan.Form.Layout == FormulaLayout.Cuts;
        string prefix = plan.PrefixOf(index);
        foreach (var term in predictor.Design.Columns(levels).Where(column => !isCut || column.Name != Intercept).GroupBy(column => column.Term))
        {
            int first = coefficients.Count, codes = predictor.Codes[term.Key];
            int[] counts = [.. predictor.Design.Terms[term.Key].Labels.Select(label => levels[label].Labels.Count)];
            int[] places = codes < 0 ? [] : [.. Enumerable.Repeat(-1, counts.Aggregate(1, (product, count) => product * count))];
            foreach (var column in term)
            {
                if (codes >= 0)
                    places[RegressionColumns.CodeOf(column.Levels, counts)] = coefficients.Count - first;
                coefficients.Add(new(prefix + column.Name, double.NegativeInfinity, double.PositiveInfinity, PriorOf(KeysOf(prefix, column.Name)), HeldAt(prefix + column.Name)));
            }
            if (coefficients.Count > first)
                blocks.Add(new(index, term.Key, first, coefficients.Count - first, predictor.Numbers[term.Key], codes, places));
        }
    }

    // Under what a prior of a coefficient can be given: the most particular key counts.
    private string[] KeysOf(string prefix, string name)
    {
        string[] own = name == Intercept ? [prefix + name] : [prefix + name, prefix + Common];
        return plan.Form.Layout != FormulaLayout.Each ? own : name == Intercept ? [.. own, name] : [prefix + name, name, prefix + Common, Common];
    }

    private Prior PriorOf(params IReadOnlyList<string> keys) =>
        keys.FirstOrDefault(plan.Model.Priors.ContainsKey) is { } key ? plan.Model.Priors[key] : Prior.Flat;

    private double? HeldAt(string name) => plan.Model.Definition.Fixed.TryGetValue(name, out double value) ? value : null;
}

/// <summary>The columns of one term.</summary>
/// <param name="Predictor">The predictor, by its place in the plan.</param>
/// <param name="Term">The term of its design; -1 = the cut points.</param>
/// <param name="First">The coefficient of the first column.</param>
/// <param name="Count">The number of columns.</param>
/// <param name="Number">The table's column of numbers; -1 = ones.</param>
/// <param name="Codes">The table's column of codes; -1 = no label.</param>
/// <param name="Places">For each code its column within the term; -1 = none.</param>
internal sealed record TemplateBlock(int Predictor, int Term, int First, int Count, int Number, int Codes, int[] Places)
{
    /// <summary>True for the cut points of a response with ordered levels.</summary>
    public bool IsCuts => Term < 0;
}
