using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>The sums of a block in which labels occur: features are (term, labels), numbered within the block.</summary>
internal sealed record GramPart(BlockRows Rows, IReadOnlyList<double[]> Sampled, WeightedSums Preamble, SparseGram Gram,
    IReadOnlyList<int[]> Features, IReadOnlyList<IReadOnlyList<string>> Labels, int[][] FeatureOfRow) : FitPart(Rows, Sampled)
{
    /// <summary>For each feature of the block its number in the run; known once the part has been added.</summary>
    public int[] Numbers { get; set; } = [];
}

/// <summary>
/// Linear regression with normal noise, from its cross products: one pass over the data whatever their size.
/// Designs of numbers only are summed densely; designs with labels by the features that rows have.
/// </summary>
internal sealed class LinearFit : FitAccumulator
{
    private readonly Design design;
    private readonly int terms;
    private readonly bool dense;
    private readonly StatisticsPlan products;
    private readonly Tape features;
    private readonly WeightedSums total;
    private readonly SparseGram gram = new();
    private readonly LevelIndex[] levels;
    private readonly Dictionary<string, int> featureNumbers = [];
    private readonly Lazy<IReadOnlyList<DesignColumn>> columns;
    private readonly LinearEstimate estimate;
    private readonly Lazy<IReadOnlyList<ScoringColumn>?> scoring;

    public LinearFit(FitModel model, IReadOnlyList<ColumnRequest> resolved, FitOptions options) : base(model, options)
    {
        design = new(model.Formula!, resolved);
        terms = design.Terms.Count;
        dense = design.LabelColumns.Count == 0;
        Expr[] values = [.. design.Terms.Select(term => term.Numeric), design.Response];
        features = new(values);
        products = new(dense ? [.. Pairs(terms + 1).Select(pair => new Statistic(values[pair.I], values[pair.J]))] : []);
        total = new(WeightedSums.Preamble + products.Count, 1);
        levels = [.. design.LabelColumns.Select(_ => new LevelIndex())];
        columns = new(() => design.Columns(levels));
        scoring = new(() => options.IsForScoring ? ScoringStates.ColumnsOf(new(model, resolved), levels) : null);
        estimate = new(model, design, options.Level);
    }

    /// <summary>True for a normal response whose cross products say everything: one formula, normal priors on coefficients, errors from the information.</summary>
    public static bool Suits(FitModel model) =>
        model.Family.Name == "normal" && model.Definition.Method == EstimationMethod.Map && model.Predictors.Count == 0 && model.Definition is { Offset: null, Alpha: null, Vcov.Kind: VcovKind.Iid, PriorScale: PriorScale.Raw, Left: null, Event: null, Truncation: null }
        && !model.Formula!.Terms.Any(term => term.Factors.Any(factor => factor is SplineFactor))
        && model.Priors.All(prior => prior.Key == "sigma" || prior.Value.Family.Name is "normal" or "flat");

    private static IEnumerable<(int I, int J)> Pairs(int size) => from j in Enumerable.Range(0, size) from i in Enumerable.Range(0, j + 1) select (i, j);

    public override FitPart Fold(Block block, IReadOnlyList<Column> columns, GroupCodes groups)
    {
        double[][] numbers = [.. columns.Take(Model.DataColumnCount).Select(column => (column as NumberColumn)?.Values ?? [])];
        TextColumn[] labels = [.. design.LabelColumns.Select(i => (TextColumn)columns[i])];
        var weights = WeightsOf(columns);
        var rows = BlockRows.Select(block, groups, [.. numbers.Where(column => column.Length > 0)], labels, weights, 0, null);
        var values = features.EvaluateColumns(numbers, block.Rows);
        rows.KeepFinite(values);
        if (dense)
            return new SumsPart(rows, values, products.Fold(rows, products.Columns(numbers, block.Rows), weights, IsPrecision));
        return FoldSparse(rows, values, labels, weights);
    }

    private GramPart FoldSparse(BlockRows rows, double[][] values, TextColumn[] labels, double[]? weights)
    {
        // Feature 0 is the response; the others are numbered as (term, label codes) appear.
        var numbers = new Dictionary<(int Term, long Codes), int>();
        var list = new List<int[]> { Array.Empty<int>() };
        int[][] featureOfRow = [.. Enumerable.Range(0, terms).Select(_ => new int[values[^1].Length])];
        var part = new SparseGram();
        Span<int> active = stackalloc int[terms + 1];
        Span<double> row = stackalloc double[terms + 1];
        foreach (int r in rows.Selected)
        {
            for (int t = 0; t < terms; t++)
            {
                long codes = 0;
                foreach (int label in design.Terms[t].Labels)
                    codes = codes * labels[label].Levels.Count + labels[label].Codes[r];
                if (!numbers.TryGetValue((t, codes), out int feature))
                {
                    numbers.Add((t, codes), feature = list.Count);
                    list.Add([t, .. design.Terms[t].Labels.Select(label => labels[label].Codes[r])]);
                }
                (active[t], row[t], featureOfRow[t][r]) = (feature, values[t][r], feature);
            }
            (active[terms], row[terms]) = (0, values[^1][r]);
            part.AddRow(rows.Groups[r], active, row, weights is null ? 1 : weights[r]);
        }
        return new(rows, values, WeightedSums.Of(rows, [], [], weights, IsPrecision), part, list, [.. labels.Select(label => label.Levels)], featureOfRow);
    }

    protected override void AddSums(FitPart part, int[] groups)
    {
        if (part is SumsPart sums)
        {
            total.Add(sums.Sums, groups);
            return;
        }
        var block = (GramPart)part;
        total.Add(block.Preamble, groups);
        block.Numbers = [0, .. block.Features.Skip(1).Select(feature =>
        {
            var term = design.Terms[feature[0]];
            return NumberOf(feature[0], [.. term.Labels.Select((label, k) => levels[label].Number(block.Labels[label][feature[k + 1]]))]);
        })];
        gram.Add(block.Gram, groups, block.Numbers);
    }

    private int NumberOf(int term, IReadOnlyList<int> levelNumbers)
    {
        string key = $"{term}:{string.Join(',', levelNumbers)}";
        if (!featureNumbers.TryGetValue(key, out int number))
            featureNumbers.Add(key, number = featureNumbers.Count + 1);
        return number;
    }

    protected override double[] SampleRow(FitPart part, int row) => part is GramPart gramPart
        ? [.. Enumerable.Range(0, terms).SelectMany(t => new[] { gramPart.Numbers[gramPart.FeatureOfRow[t][row]], part.Sampled[t][row] }), part.Sampled[terms][row]]
        : base.SampleRow(part, row);

    protected override EstimatedFit EstimateGroup(int group, RowTally tally, FitResult blank, bool inFull)
    {
        var missing = design.MissingReferences(levels).ToList();
        if (missing.Count > 0)
            return new(blank with { Codes = [new(FitCodes.OutOfSupport, $"The reference level {string.Join(", ", missing)} does not occur in the data; name one that does.", missing)] }, null);
        var names = columns.Value;
        int[] places = [.. names.Select(column => dense ? column.Term : featureNumbers.GetValueOrDefault($"{column.Term}:{string.Join(',', column.Levels)}", -1))];
        var problem = Problem(group, [.. names.Select(column => column.Name)], places);
        blank = blank with { N = problem.N, SumOfWeights = (double)total[group][1] };
        if (!problem.Gram.Concat(problem.Xy).Append(problem.Yy).All(DoubleDouble.IsFinite))
            return new(blank with { Codes = [new(FitCodes.NotFinite, "The sums of squares overflow a double. Divide the large columns by a power of ten and fit again.", [])] }, null);
        if (Model.Definition.At.Count > 0 && design.ObjectionTo(Model.Definition.At, levels) is { } objection)
            blank = blank with { Notes = [$"{objection}; quantiles and probabilities are left out."] };
        var at = blank.Notes.Count == 0 && Model.Definition.Quantiles.Count + Model.Definition.Probabilities.Count > 0 ? design.RowAt(Model.Definition.At, names, levels) : null;
        return estimate.Of(problem, blank, at, SampleOf(group)?.Select(row => Expand(row, places)).ToList(), scoring.Value);
    }

    private LinearProblem Problem(int group, string[] names, int[] places)
    {
        int p = names.Length;
        var products = new DoubleDouble[p * p];
        var response = new DoubleDouble[p];
        for (int i = 0; i < p; i++)
        {
            response[i] = Product(group, places[i], dense ? terms : 0);
            for (int j = 0; j < p; j++)
                products[i * p + j] = Product(group, places[i], places[j]);
        }
        return new(names, products, response, Product(group, dense ? terms : 0, dense ? terms : 0), (double)total[group][0], (double)total[group][2]);
    }

    private DoubleDouble Product(int group, int i, int j)
    {
        if (i < 0 || j < 0)
            return DoubleDouble.Zero;
        var (low, high) = (Math.Min(i, j), Math.Max(i, j));
        return dense ? total[group][WeightedSums.Preamble + high * (high + 1) / 2 + low] : gram[group, low, high];
    }

    // A sampled row as a row of the design followed by the response.
    private double[] Expand(double[] row, int[] places)
    {
        if (dense)
            return [.. places.Select(place => row[place]), row[^1]];
        return [.. places.Select(place => Enumerable.Range(0, terms).Where(t => (int)row[2 * t] == place).Select(t => row[2 * t + 1]).FirstOrDefault()), row[^1]];
    }
}
