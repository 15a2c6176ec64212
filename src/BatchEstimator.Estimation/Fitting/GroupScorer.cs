using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Regression;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>Scores rows with the estimate of one group. Not for several threads at once.</summary>
public sealed class GroupScorer
{
    private readonly RegressionPlan plan;
    private readonly RegressionTemplate template;
    private readonly ScoreQuantities quantities;
    private readonly ScoringState state;
    private readonly SplineBasis[] bases;
    private readonly double[][] splines;
    private readonly int[] freeOf;
    private readonly PredictorRow[] rows;
    private readonly double[] point;
    private readonly PredictorRow gradient;

    internal GroupScorer(RegressionPlan plan, RegressionTemplate template, ScoreQuantities quantities, ScoringState state)
    {
        (this.plan, this.template, this.quantities, this.state) = (plan, template, quantities, state);
        bases = [.. plan.Splines.Zip(state.Splines, (spline, knots) => new SplineBasis(spline.Factor, knots.Inner, knots.Lower, knots.Upper))];
        splines = [.. bases.Select(basis => new double[basis.Count])];
        int size = template.Coefficients.Count;
        freeOf = new int[size];
        Array.Fill(freeOf, -1);
        // A fit in a limit lacks the parameter that has gone there; those of formulas come first in any case.
        int[] places = [.. template.Coefficients.Select(coefficient => state.Coefficients.ToList().IndexOf(coefficient.Name))];
        for (int i = 0; i < size; i++)
            freeOf[i] = places[i] < 0 ? -1 : state.Free.ToList().IndexOf(places[i]);
        rows = [.. plan.Form.Parameters.Select(_ => new PredictorRow(size))];
        point = new double[rows.Length];
        gradient = new(size);
        for (int k = 0; k < template.Numbers.Count; k++)
        {
            int parameter = template.Numbers[k];
            rows[parameter].Add(template.Slopes + k, 1);
            point[parameter] = places[template.Slopes + k] is >= 0 and var place ? state.Estimates[place]
                : plan.Form.Parameters[parameter].Upper == 1 ? 0 : double.PositiveInfinity;
        }
    }

    /// <summary>Scores a row that has no fault.</summary>
    /// <param name="block">The rows.</param>
    /// <param name="row">Which.</param>
    /// <param name="scores">Receives one for each of the scorer's quantities.</param>
    /// <returns>Why there is no prediction; null if there is one.</returns>
    public ScoreNote? Score(BlockScores block, int row, Span<Score> scores)
    {
        for (int k = 0; k < bases.Length; k++)
        {
            double x = block.Rows.Number(plan.Splines[k].Inner, row);
            if (!bases[k].Evaluate(x, splines[k]))
                return new(ScoreFate.OutsideSpline, bases[k].Objection(x)!.TrimEnd('.'));
        }
        int predictors = plan.Form.Layout == FormulaLayout.Cuts ? 1 : plan.Predictors.Count;
        for (int k = 0; k < predictors; k++)
        {
            Fill(k, block.Rows, row);
            if (!IsKnown(rows[plan.Predictors[k].Parameter]))
                return new(ScoreFate.NotEstimable, "the data of this fit say nothing of such a row: a label does not occur in them, or a relation that all rows obey is broken");
        }
        if (plan.Form.Layout == FormulaLayout.First)
            scores[0] = quantities.Of(point, StandardErrorOf);
        else if (plan.Form.Layout == FormulaLayout.Each)
            quantities.OfLevels(point, state.Occurs, scores, StandardErrorOf);
        else
            OfOrdered(scores);
        return null;
    }

    // The terms of a predictor in a row, and what they add up to.
    private void Fill(int predictor, ScoringRows block, int row)
    {
        var planned = plan.Predictors[predictor];
        var line = rows[planned.Parameter];
        line.Clear();
        // Offsets of cut points are kept with the opposite sign.
        int sign = plan.Form.Layout == FormulaLayout.Cuts ? -1 : 1;
        double sum = 0;
        foreach (int offset in planned.Offsets)
            sum += sign * block.Number(offset, row);
        foreach (var part in template.Blocks)
        {
            if (part.Predictor != predictor || part.IsCuts)
                continue;
            int place = part.Codes < 0 ? 0 : part.Places[CodeOf(part.Codes, block, row)];
            if (place < 0)
                continue;
            double x = (part.Number < 0 ? 1 : NumberOf(part.Number, block, row)) - state.Centres[part.First + place];
            line.Add(part.First + place, x);
            sum += x * state.Estimates[part.First + place];
        }
        point[planned.Parameter] = sum;
    }

    private double NumberOf(int column, ScoringRows block, int row)
    {
        if (column < plan.NumberCount)
            return block.Number(column, row);
        var term = plan.SplineTerms[column - plan.NumberCount];
        double product = term.Number < 0 ? 1 : block.Number(term.Number, row);
        foreach (var (spline, place) in term.Parts)
            product *= splines[spline][place];
        return product;
    }

    private int CodeOf(int column, ScoringRows block, int row)
    {
        if (column < plan.Labels.Count)
            return block.Code(column, row);
        int[] parts = plan.Combinations[column - plan.Labels.Count];
        int code = 0;
        for (int k = parts.Length - 1; k >= 0; k--)
            code = code * state.Columns[plan.Labels[parts[k]]].Labels.Count + block.Code(parts[k], row);
        return code;
    }

    private bool IsKnown(PredictorRow line)
    {
        foreach (var relation in state.Aliased)
        {
            double[] parts = [.. relation.Of.Select((k, i) => relation.Times[i] * (k < template.Cuts ? 1 : line[k]))];
            if (line.Has(relation.Column) || Array.Exists(parts, part => part != 0))
            {
                if (!Estimability.Holds(line[relation.Column], parts))
                    return false;
            }
        }
        return true;
    }

    private void OfOrdered(Span<Score> scores)
    {
        var latent = rows[0];
        double[] ends = new double[2], slopes;
        int below = -1;
        int last = state.Occurs.ToList().LastIndexOf(true);
        for (int rank = 0; rank < scores.Length; rank++)
        {
            if (!state.Occurs[rank])
            {
                scores[rank] = new(0, null, null, null);
                continue;
            }
            int above = rank == last ? -1 : rank;
            (ends[0], ends[1]) = (below < 0 ? 0 : state.Estimates[below] - point[0], above < 0 ? 0 : state.Estimates[above] - point[0]);
            (double value, slopes) = quantities.OfInterval(ends, below >= 0, above >= 0);
            gradient.Clear();
            AddEnd(below, slopes[0], latent);
            AddEnd(above, slopes[1], latent);
            scores[rank] = quantities.OfProbability(value, StandardErrorOfGradient());
            below = rank;
        }
    }

    private void AddEnd(int cut, double slope, PredictorRow latent)
    {
        if (cut < 0)
            return;
        gradient.Add(cut, slope);
        foreach (int i in latent.Places)
            gradient.Add(i, -slope * latent[i]);
    }

    // The delta method: from the slopes in the predictors and numbers.
    private double? StandardErrorOf(ReadOnlySpan<double> slopes)
    {
        gradient.Clear();
        for (int k = 0; k < rows.Length; k++)
        {
            if (slopes[k] == 0)
                continue;
            foreach (int i in rows[k].Places)
                gradient.Add(i, slopes[k] * rows[k][i]);
        }
        return StandardErrorOfGradient();
    }

    private double? StandardErrorOfGradient()
    {
        if (state.Covariance is not { } covariance)
            return null;
        double sum = 0;
        foreach (int i in gradient.Places)
        {
            int a = freeOf[i];
            if (a < 0)
                continue;
            foreach (int j in gradient.Places)
            {
                int b = freeOf[j];
                if (b >= 0)
                    sum += gradient[i] * gradient[j] * covariance[Math.Max(a, b) * (Math.Max(a, b) + 1) / 2 + Math.Min(a, b)];
            }
        }
        return sum >= 0 && double.IsFinite(sum) ? Math.Sqrt(sum) : null;
    }
}

/// <summary>A row over all coefficients of which few are not zero.</summary>
/// <param name="size">The number of coefficients.</param>
internal sealed class PredictorRow(int size)
{
    private readonly double[] values = new double[size];
    private readonly bool[] isThere = new bool[size];
    private readonly List<int> places = [];

    /// <summary>The coefficients with an entry.</summary>
    public IReadOnlyList<int> Places => places;

    /// <summary>The entry of a coefficient.</summary>
    public double this[int coefficient] => values[coefficient];

    /// <summary>Whether a coefficient has an entry.</summary>
    public bool Has(int coefficient) => isThere[coefficient];

    /// <summary>Adds to an entry.</summary>
    public void Add(int coefficient, double value)
    {
        if (!isThere[coefficient])
        {
            isThere[coefficient] = true;
            places.Add(coefficient);
        }
        values[coefficient] += value;
    }

    /// <summary>Takes all entries away.</summary>
    public void Clear()
    {
        foreach (int place in places)
            (values[place], isThere[place]) = (0, false);
        places.Clear();
    }
}
