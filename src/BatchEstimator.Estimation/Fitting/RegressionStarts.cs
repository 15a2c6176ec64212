using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Regression;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>Where searches start: at the plain distribution, and where that fails at the least squares of the linked response.</summary>
/// <param name="plan">The plan.</param>
/// <param name="template">The coefficients.</param>
internal sealed class RegressionStarts(RegressionPlan plan, RegressionTemplate template)
{
    // Data rounded to doubles leave residuals of 1e-16 where the formula holds exactly; the columns' condition adds to that.
    private const double ExactShare = 1e-13;

    /// <summary>True for families whose likelihood can have several tops.</summary>
    public bool AreManyNeeded => plan.Family is Families.StudentT or Cauchy or Gev;

    /// <summary>The parameters of the plain distribution, as intercepts less the offset, and numbers; every slope zero.</summary>
    /// <param name="group">The group.</param>
    /// <param name="coefficients">All coefficients.</param>
    public double[] Plain(RegressionGroup group, IReadOnlyList<Coefficient> coefficients)
    {
        double[] start = plan.Family is CumulativeLink ordered ? group.Levels!.CutStart(ordered, coefficients) : PlainStart(group);
        double[] held = group.Scale.ToNatural(start);
        for (int i = 0; i < held.Length; i++)
            held[i] = coefficients[i].Held ?? held[i];
        double[] standard = group.Scale.ToStandard(held);
        group.Levels?.Banish(standard);
        return standard;
    }

    /// <summary>Other starts, the likelier ones first.</summary>
    /// <param name="group">The group.</param>
    /// <param name="objective">What is climbed.</param>
    public IEnumerable<double[]> Others(RegressionGroup group, RegressionObjective objective)
    {
        if (plan.Form.Layout != FormulaLayout.First || group.Channels[0].Design is not { } design)
            yield break;
        double[] plain = Plain(group, objective.Coefficients), linked = Linked(group);
        int[] own = [.. design.Blocks.SelectMany(block => Enumerable.Range(block.First, block.Count)).Where(objective.Free.Contains)];
        if (Squares(group, design, plain, own, linked) is not { } squares)
            yield break;
        yield return squares;
        double[] halfway = [.. plain];
        foreach (int i in own)
            halfway[i] = (plain[i] + squares[i]) / 2;
        yield return halfway;
    }

    /// <summary>For a family located by the formula: the parameter that is one number and goes to its end where the formula fits every row exactly; null if it does not.</summary>
    /// <param name="group">The group.</param>
    /// <param name="objective">What is climbed.</param>
    public string? Exact(RegressionGroup group, RegressionObjective objective)
    {
        int[] numbers = [.. objective.Free.Where(i => i >= template.Slopes && objective.Coefficients[i].Prior.IsFlat)];
        if (numbers.Length == 0 || plan.Family.IsDiscrete || group.Rows.Counts[0] < group.Rows.Count || ExactCoefficients(group, objective) is null)
            return null;
        return objective.Coefficients[numbers[0]].Name;
    }

    /// <summary>The standard coefficients with which the formula's predictor is the linked response in every row; null if there are none.</summary>
    /// <param name="group">The group.</param>
    /// <param name="objective">What is climbed.</param>
    public double[]? ExactCoefficients(RegressionGroup group, RegressionObjective objective)
    {
        if (group.Channels[0].Design is not { } design)
            return null;
        double[] linked = Linked(group), plain = Plain(group, objective.Coefficients), work = new double[DesignTile.MostRows];
        int[] own = [.. design.Blocks.SelectMany(block => Enumerable.Range(block.First, block.Count)).Where(objective.Free.Contains)];
        if (Squares(group, design, plain, own, linked) is not { } squares)
            return null;
        double largest = linked.Max(Math.Abs), off = 0;
        var tile = new DesignTile(design);
        for (int row = 0; row < linked.Length; row += DesignTile.MostRows)
        {
            int count = Math.Min(DesignTile.MostRows, linked.Length - row);
            tile.Stage(group.Rows.Table, group.Rows.From + row, count);
            Array.Clear(work);
            tile.AddProjection(squares, work);
            for (int i = 0; i < count; i++)
                off = Math.Max(off, Math.Abs(linked[row + i] - work[i]));
        }
        return off <= ExactShare * largest ? squares : null;
    }

    private double[] PlainStart(RegressionGroup group)
    {
        var rows = group.Rows;
        double[] values = rows.Table.Numbers[rows.Roles.Response].AsSpan(rows.From, rows.Count).ToArray();
        double[]? weights = rows.Roles.Weight < 0 || rows.Roles.IsPrecise ? null : rows.Table.Numbers[rows.Roles.Weight].AsSpan(rows.From, rows.Count).ToArray();
        double[]? trials = rows.Roles.Trials < 0 ? null : rows.Table.Numbers[rows.Roles.Trials].AsSpan(rows.From, rows.Count).ToArray();
        double[] natural = trials is null ? plan.Family.Starts(Sample.Of(values, weights)).First() : [ShareOf(values, trials, weights)];
        double[] parameters = plan.Form.FromNatural(natural), start = new double[template.Coefficients.Count];
        for (int k = 0; k < plan.Predictors.Count; k++)
        {
            var predictor = plan.Predictors[k];
            double eta = predictor.Link.Apply(parameters[predictor.Parameter]);
            int intercept = template.InterceptOf(k);
            if (intercept >= 0 && double.IsFinite(eta))
                start[intercept] = eta - (plan.Form.Layout == FormulaLayout.First ? Offset(rows, predictor) : 0);
        }
        for (int k = 0; k < template.Numbers.Count; k++)
            start[template.Slopes + k] = parameters[template.Numbers[k]];
        return start;
    }

    // What the offset adds on the average: of the means themselves under a log link.
    private static double Offset(GroupRows rows, PlannedPredictor predictor)
    {
        double sum = 0, all = 0, most = double.NegativeInfinity;
        double[] offsets = OffsetsOf(rows, predictor.Offsets);
        foreach (double offset in offsets)
            most = Math.Max(most, offset);
        bool isLog = predictor.Link == Link.Log;
        for (int row = 0; row < offsets.Length; row++)
        {
            double weight = rows.WeightOf(rows.From + row);
            sum += weight * (isLog ? Math.Exp(offsets[row] - most) : offsets[row]);
            all += weight;
        }
        double mean = isLog ? most + Math.Log(sum / all) : sum / all;
        return double.IsFinite(mean) ? mean : 0;
    }

    private static double[] OffsetsOf(GroupRows rows, IEnumerable<int> columns)
    {
        var offsets = new double[rows.Count];
        foreach (int column in columns)
        {
            for (int row = 0; row < offsets.Length; row++)
                offsets[row] += rows.Table.Numbers[column][rows.From + row];
        }
        return offsets;
    }

    // The response as its predictor would be if the row were fitted exactly; what has no finite one is moved a little inside.
    private double[] Linked(RegressionGroup group)
    {
        var rows = group.Rows;
        double[] linked = new double[rows.Count], offsets = OffsetsOf(rows, plan.Predictors[0].Offsets), y = rows.Table.Numbers[rows.Roles.Response];
        var link = plan.Predictors[0].Link;
        double least = double.PositiveInfinity;
        for (int row = 0; row < linked.Length; row++)
            least = y[rows.From + row] > 0 ? Math.Min(least, y[rows.From + row]) : least;
        for (int row = 0; row < linked.Length; row++)
        {
            double value = y[rows.From + row], trials = rows.Roles.Trials < 0 ? 1 : rows.Table.Numbers[rows.Roles.Trials][rows.From + row];
            if (link.LogInverse is not null)
                value = (value + 0.5) / (trials + 1);
            else if ((plan.Form.IsOnLogScale || plan.Form.Parameters[0].Lower == 0) && !(value > 0))
                value = double.IsFinite(least) ? least / 2 : 1;
            linked[row] = (plan.Form.IsOnLogScale ? Math.Log(value) : link.Apply(value)) - offsets[row];
        }
        return linked;
    }

    // Least squares of the linked response in the formula's free coefficients; null if it has no solution.
    private static double[]? Squares(RegressionGroup group, PredictorDesign design, double[] plain, int[] own, double[] linked)
    {
        int size = plain.Length;
        double[] gram = new double[size * size], right = new double[size], weights = new double[DesignTile.MostRows], work = new double[DesignTile.MostRows], rest = [.. plain];
        foreach (int i in own)
            rest[i] = 0;
        var tile = new DesignTile(design);
        var rows = group.Rows;
        for (int row = 0; row < rows.Count; row += DesignTile.MostRows)
        {
            int count = Math.Min(DesignTile.MostRows, rows.Count - row);
            tile.Stage(rows.Table, rows.From + row, count);
            Array.Clear(work);
            tile.AddProjection(rest, work);
            for (int i = 0; i < count; i++)
            {
                weights[i] = rows.WeightOf(rows.From + row + i);
                work[i] = weights[i] * (linked[row + i] - work[i]);
            }
            tile.AddGram(tile, weights, gram, size);
            tile.AddScore(work, right);
        }
        var factor = new NormalEquations([.. own.SelectMany(i => own.Select(j => (DoubleDouble)gram[Math.Max(i, j) * size + Math.Min(i, j)]))], own.Length, 1e-12);
        var solved = factor.Solve([.. own.Select(i => (DoubleDouble)right[i])]);
        for (int i = 0; i < own.Length; i++)
            rest[own[i]] = (double)solved[i];
        return Array.TrueForAll(rest, double.IsFinite) ? rest : null;
    }

    private static double ShareOf(double[] successes, double[] trials, double[]? weights)
    {
        double hits = 0.5, all = 1;
        for (int row = 0; row < successes.Length; row++)
        {
            double weight = weights is null ? 1 : weights[row];
            (hits, all) = (hits + weight * successes[row], all + weight * trials[row]);
        }
        return hits / all;
    }
}
