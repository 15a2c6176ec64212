using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Regression;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>Keeps of an estimate what new rows are scored with.</summary>
/// <param name="plan">The plan.</param>
/// <param name="template">The coefficients.</param>
/// <param name="levels">The levels of each label column.</param>
/// <param name="response">The levels of the response; null if it has none.</param>
internal sealed class ScoringStates(RegressionPlan plan, RegressionTemplate template, IReadOnlyList<LevelIndex> levels, ResponseLevels? response)
{
    private readonly IReadOnlyList<ScoringColumn> columns = ColumnsOf(plan, levels);
    private readonly IReadOnlyList<string> names = [.. template.Coefficients.Select(coefficient => coefficient.Name)];

    private bool IsOrdered => plan.Form.Layout == FormulaLayout.Cuts;

    /// <summary>What the scoring of a group needs.</summary>
    /// <param name="group">The group.</param>
    /// <param name="found">The fit.</param>
    /// <param name="evidence">Its covariance.</param>
    public ScoringState Of(RegressionGroup group, RegressionFound found, RegressionEvidence evidence)
    {
        var (scale, free, size) = (found.Objective.Scale, found.Objective.Free, names.Count);
        // By the size of the columns alone: a power of two, so that no digit changes.
        double[] estimates = [.. evidence.Top.Beta.Select((beta, i) => IsOut(i) ? 0 : scale.ScaleOf(i) * beta)];
        return new()
        {
            Columns = columns,
            Coefficients = names,
            Estimates = estimates,
            Centres = [.. Enumerable.Range(0, size).Select(i => Centre(scale.ShiftOf(i), i))],
            Free = free,
            Covariance = evidence.Standard is null ? null : Triangle(free.Count, (i, j) => scale.ScaleOf(free[i]) * scale.ScaleOf(free[j]) * evidence.Standard[i * free.Count + j]),
            Splines = [.. group.Rows.Bases.Select(basis => new SplineKnots(basis.Inner, basis.Lower, basis.Upper))],
            Aliased = Relations(group, found.Objective),
            Occurs = response is null ? [] : [.. response.Names.Select((_, rank) => !group.Levels!.IsAbsent(rank))],
        };

        bool IsOut(int i) => group.Levels?.IsDropped(i) == true;
    }

    /// <summary>The columns of a model's requests, as a fit found them.</summary>
    public static IReadOnlyList<ScoringColumn> ColumnsOf(RegressionPlan plan, IReadOnlyList<LevelIndex> levels) =>
        [.. plan.Model.Requests.Select((request, i) => plan.Labels.ToList().IndexOf(i) is >= 0 and var label
            ? new ScoringColumn(request.Name, ColumnKind.Text, [.. levels[label].Labels]) : new ScoringColumn(request.Name, ColumnKind.Number, []))];

    /// <summary>The lower triangle of a symmetric matrix, row by row.</summary>
    public static double[] Triangle(int size, Func<int, int, double> at)
    {
        var result = new double[size * (size + 1) / 2];
        for (int i = 0, next = 0; i < size; i++)
        {
            for (int j = 0; j <= i; j++)
                result[next++] = at(i, j);
        }
        return result;
    }

    // Cut points move with the predictor, which is taken from them: there a shift has the opposite sign.
    private double Centre(double shift, int coefficient) =>
        IsOrdered && coefficient >= template.Cuts ? -shift : shift;

    private List<AliasedColumn> Relations(RegressionGroup group, RegressionObjective objective)
    {
        var scale = objective.Scale;
        var predictors = IsOrdered ? plan.Predictors.Take(1) : plan.Predictors.Where((_, k) => group.Levels?.IsWithout(k) != true);
        return [.. predictors.Select(predictor => group.Channels[predictor.Parameter])
            .SelectMany(channel => Estimability.Relations(group.Rows, channel.Design!, objective, group.RowsOf(channel)))
            .Where(relation => group.Levels?.IsDropped(relation.Column) != true)
            .Select(relation => Cut(relation with { Times = [.. relation.Of.Select((k, i) => relation.Times[i] * scale.ScaleOf(k) / scale.ScaleOf(relation.Column))] }))];
    }

    // A row that is known from below lies above one cut point or another, each with the same part in a relation; the predictor is taken from it.
    private AliasedColumn Cut(AliasedColumn relation)
    {
        if (!IsOrdered)
            return relation;
        int one = relation.Of.ToList().FindIndex(k => k < template.Cuts);
        int[] kept = [.. Enumerable.Range(0, relation.Of.Count).Where(i => i == one || relation.Of[i] >= template.Cuts)];
        return new(relation.Column, [.. kept.Select(i => relation.Of[i])], [.. kept.Select(i => i == one ? -relation.Times[i] : relation.Times[i])]);
    }
}
