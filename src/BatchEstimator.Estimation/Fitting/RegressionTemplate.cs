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
    private readonly RegressionPlan plan;
    private readonly List<Coefficient> coefficients = [];
    private readonly List<TemplateBlock> blocks = [];

    public RegressionTemplate(RegressionPlan plan, IReadOnlyList<LevelIndex> levels)
    {
        this.plan = plan;
        foreach (var predictor in plan.Predictors)
            AddPredictor(predictor, [.. predictor.Design.LabelColumns.Select(column => levels[plan.Labels.ToList().IndexOf(column)])]);
        Slopes = coefficients.Count;
        Numbers = [.. Enumerable.Range(0, plan.Form.Parameters.Count).Where(i => plan.Predictors.All(predictor => predictor.Parameter != i))];
        foreach (int i in Numbers)
        {
            var parameter = plan.Form.Parameters[i];
            coefficients.Add(new(parameter.Name, parameter.Lower, parameter.Upper, PriorOf(parameter.Name, null), HeldAt(parameter.Name)));
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

    /// <summary>The intercept of a predictor among all coefficients; -1 if it has none.</summary>
    /// <param name="predictor">The predictor, by its place in the plan.</param>
    public int InterceptOf(int predictor) => blocks.FirstOrDefault(block => block.Predictor == predictor && block.Codes < 0 && block.Number < 0)?.First ?? -1;

    private void AddPredictor(PlannedPredictor predictor, IReadOnlyList<LevelIndex> levels)
    {
        int index = plan.Predictors.ToList().IndexOf(predictor);
        string prefix = index == 0 ? "" : $"{plan.Form.Parameters[predictor.Parameter].Name}|";
        foreach (var term in predictor.Design.Columns(levels).GroupBy(column => column.Term))
        {
            int first = coefficients.Count, codes = predictor.Codes[term.Key];
            int[] counts = [.. predictor.Design.Terms[term.Key].Labels.Select(label => levels[label].Labels.Count)];
            int[] places = codes < 0 ? [] : [.. Enumerable.Repeat(-1, counts.Aggregate(1, (product, count) => product * count))];
            foreach (var column in term)
            {
                if (codes >= 0)
                    places[RegressionColumns.CodeOf(column.Levels, counts)] = coefficients.Count - first;
                string name = prefix + column.Name;
                coefficients.Add(new(name, double.NegativeInfinity, double.PositiveInfinity, PriorOf(name, column.Name == "(Intercept)" ? null : prefix + "coefficients"), HeldAt(name)));
            }
            if (coefficients.Count > first)
                blocks.Add(new(index, term.Key, first, coefficients.Count - first, predictor.Numbers[term.Key], codes, places));
        }
    }

    private Prior PriorOf(string name, string? common) => plan.Model.Priors.TryGetValue(name, out var own) ? own
        : common is not null && plan.Model.Priors.TryGetValue(common, out var shared) ? shared : Prior.Flat;

    private double? HeldAt(string name) => plan.Model.Definition.Fixed.TryGetValue(name, out double value) ? value : null;
}

/// <summary>The columns of one term.</summary>
/// <param name="Predictor">The predictor, by its place in the plan.</param>
/// <param name="Term">The term of its design.</param>
/// <param name="First">The coefficient of the first column.</param>
/// <param name="Count">The number of columns.</param>
/// <param name="Number">The table's column of numbers; -1 = ones.</param>
/// <param name="Codes">The table's column of codes; -1 = no label.</param>
/// <param name="Places">For each code its column within the term; -1 = none.</param>
internal sealed record TemplateBlock(int Predictor, int Term, int First, int Count, int Number, int Codes, int[] Places);
