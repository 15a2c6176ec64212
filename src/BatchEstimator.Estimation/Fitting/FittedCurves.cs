using BatchEstimator.Estimation.Inference;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Regression;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>A fitted curve and its band: what a reader sees at once of a formula in one number.</summary>
/// <param name="Name">What it runs over.</param>
/// <param name="X">Ascending values of that.</param>
/// <param name="Fitted">The fitted values there.</param>
/// <param name="Lower">The lower ends of their intervals.</param>
/// <param name="Upper">The upper ends.</param>
/// <param name="Data">What every row has in its place.</param>
internal sealed record FittedCurve(string Name, double[] X, double[] Fitted, double[] Lower, double[] Upper, double[] Data);

/// <summary>The curves of formulas in one column of numbers, whatever they make of it, without labels and offsets.</summary>
/// <param name="plan">The plan.</param>
/// <param name="template">The coefficients.</param>
internal sealed class FittedCurves(RegressionPlan plan, RegressionTemplate template)
{
    private const int Points = 121, MostCoefficients = 24;

    /// <summary>The curve; null if there is none.</summary>
    /// <param name="group">The group.</param>
    /// <param name="rows">What the rows look like.</param>
    /// <param name="found">The fit.</param>
    /// <param name="evidence">Its end, with the covariance.</param>
    /// <param name="level">The coverage of the band.</param>
    public FittedCurve? Of(RegressionGroup group, RegressionRows rows, RegressionFound found, RegressionEvidence evidence, double level)
    {
        var design = group.Channels[0].Design!;
        if (plan.Predictors.Count > 1 || plan.Labels.Count > (plan.ResponseIsLabel ? 1 : 0) || design.Offsets.Count > 0 || template.Slopes > MostCoefficients || Axis() is not { } axis)
            return null;
        double[] data = group.Rows.Table.Numbers[plan.FirstComputed + axis.Place].AsSpan(group.Rows.From, group.Rows.Count).ToArray();
        double low = data.Min(), high = data.Max();
        if (!(low < high))
            return null;
        double[] x = [.. Enumerable.Range(0, Points).Select(i => i == Points - 1 ? high : low + i * ((high - low) / (Points - 1)))];
        if (TableOf(group, axis.Place, x) is not { } table)
            return null;
        var (eta, error) = Predictors(design, table, evidence);
        var natural = RegressionRows.NaturalOf(plan);
        var wald = new Wald(level);
        double At(double predictor)
        {
            double[] values = [.. group.Channels.Select((channel, k) => k == 0 ? predictor : evidence.Top.Beta[channel.Coefficient])];
            return rows.FittedAt(natural.Evaluate([1], values), predictor);
        }
        var ends = eta.Select((value, i) => wald.Interval(value, error[i])).ToList();
        double[] one = [.. ends.Select(end => end.Lower is { } lower ? At(lower) : double.NaN)], other = [.. ends.Select(end => end.Upper is { } upper ? At(upper) : double.NaN)];
        return new(axis.Name, x, [.. eta.Select(At)], [.. one.Zip(other, Math.Min)], [.. one.Zip(other, Math.Max)], data);
    }

    // What all computed columns are functions of: a column as it is, or what the only one is made of.
    private (int Place, string Name)? Axis()
    {
        int raw = plan.Computed.ToList().FindIndex(value => value is Variable);
        if (raw >= 0)
            return plan.Computed.All(value => new Tape(value).DataColumns.All(column => column == ((Variable)plan.Computed[raw]).Index)) ? (raw, ((Variable)plan.Computed[raw]).Name) : null;
        return plan.Computed.Count == 1 && plan.SplineTerms.Count == 0 && new Tape(plan.Computed[0]).DataColumns.Count == 1
            ? (0, plan.Predictors[0].Design.Formula.Terms.First(term => term.Factors.Count > 0).Written) : null;
    }

    private RowTable TableOf(RegressionGroup group, int axis, double[] x)
    {
        double[][] numbers = [.. Enumerable.Range(0, plan.NumberCount).Select(_ => new double[x.Length])];
        int column = plan.Computed[axis] is Variable variable ? variable.Index : -1;
        double[][] data = [.. Enumerable.Repeat(x, plan.Model.Requests.Count)];
        double[][] computed = column < 0 ? [x] : new Tape([.. plan.Computed]).EvaluateColumns(data, x.Length);
        for (int k = 0; k < computed.Length; k++)
            numbers[plan.FirstComputed + k] = computed[k];
        double[][] splines = [.. plan.SplineTerms.Select(_ => new double[x.Length])];
        var table = new RowTable(numbers, []);
        SplineColumns.Fill(plan, table, group.Rows.Bases, 0, x.Length, splines);
        return new([.. numbers, .. splines], []);
    }

    private (double[] Eta, double?[] Error) Predictors(PredictorDesign design, RowTable table, RegressionEvidence evidence)
    {
        int size = template.Coefficients.Count, n = table.Numbers[0].Length;
        var tile = new DesignTile(design);
        tile.Stage(table, 0, n);
        double[] eta = new double[DesignTile.MostRows], unit = new double[size];
        tile.Predict(evidence.Top.Beta, eta);
        var columns = new double[size][];
        for (int i = 0; i < size; i++)
        {
            columns[i] = new double[DesignTile.MostRows];
            unit[i] = 1;
            if (i < template.Slopes)
                tile.AddProjection(unit, columns[i]);
            unit[i] = 0;
        }
        return (eta[..n], [.. Enumerable.Range(0, n).Select(row => evidence.StandardErrorOfStandard([.. columns.Select(column => column[row])]))]);
    }
}
