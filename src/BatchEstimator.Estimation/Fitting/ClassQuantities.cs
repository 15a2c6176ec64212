using System.Globalization;
using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Inference;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Regression;
using BatchEstimator.Estimation.Results;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// What a reader of a regression on levels expects beside the coefficients: the cross-entropy, how often the most probable level is the one
/// that was observed, and the probability of each level at given predictor values.
/// </summary>
/// <param name="plan">The plan, with the levels known.</param>
/// <param name="template">The coefficients.</param>
/// <param name="levels">The levels of each label column.</param>
/// <param name="response">The levels of the response.</param>
/// <param name="level">The coverage of intervals.</param>
internal sealed class ClassQuantities(RegressionPlan plan, RegressionTemplate template, IReadOnlyList<LevelIndex> levels, ResponseLevels response, double level)
{
    private readonly Derivatives[] probabilities = [.. Enumerable.Range(0, response.Names.Count).Select(rank => ProbabilityOf(plan, response, rank))];
    private readonly Wald wald = new(level);
    private readonly IReadOnlyList<LevelIndex> labels = [.. plan.Predictors[0].Design.LabelColumns.Select(column => levels[plan.Labels.ToList().IndexOf(column)])];

    private bool IsOrdered => plan.Form.Layout == FormulaLayout.Cuts;

    /// <summary>The quantities.</summary>
    /// <param name="group">The group.</param>
    /// <param name="found">The fit.</param>
    /// <param name="evidence">Its covariance.</param>
    /// <param name="n">The number of observations.</param>
    public IEnumerable<DerivedEstimate> Of(RegressionGroup group, RegressionFound found, RegressionEvidence evidence, double n)
    {
        yield return new("mean negative log-likelihood (cross-entropy)", -evidence.Top.LogLikelihood / n);
        if (plan.LogCoefficient >= 0)
        {
            double sum = evidence.Top.LogLikelihood;
            foreach (double coefficient in group.Rows.Table.Numbers[plan.LogCoefficient].AsSpan(group.Rows.From, group.Rows.Count))
                sum += coefficient;
            yield return new("log-likelihood with the multinomial coefficients", sum);
        }
        double accuracy = Hits(group, found.Objective.Likelihood, evidence.Top.Beta) / n, epsilon = HoeffdingBound.Epsilon(n, 1 - level);
        yield return new("accuracy: share of rows whose most probable level is theirs", accuracy);
        yield return new(FormattableString.Invariant($"accuracy: Hoeffding interval at delta = {1 - level:G3}, were the coefficients not fitted to these rows"), null, null,
            Math.Max(0, accuracy - epsilon), Math.Min(1, accuracy + epsilon));
        foreach (var probability in At(group, evidence))
            yield return probability;
    }

    /// <summary>What is wrong with the predictor values that were asked for; null = nothing.</summary>
    public string? Objection => plan.Model.Definition.At.Count == 0 || plan.Predictors[0].Design.ObjectionTo(plan.Model.Definition.At, labels) is not { } objection
        ? null : $"{objection}; the probabilities of the levels are left out.";

    private IEnumerable<DerivedEstimate> At(RegressionGroup group, RegressionEvidence evidence)
    {
        var at = plan.Model.Definition.At;
        if (at.Count == 0 || Objection is not null)
            yield break;
        var design = plan.Predictors[0].Design;
        var columns = design.Columns(labels).Where(column => !IsOrdered || column.Name != RegressionTemplate.Intercept).ToList();
        double[] row = design.RowAt(at, columns, labels, factor => group.Rows.Bases[plan.Splines.ToList().FindIndex(spline => ReferenceEquals(spline.Factor, factor))]);
        double offset = design.OffsetAt(at) + (plan.Model.Definition.Offset is { } name && at.TryGetValue(name, out string? text)
            && double.TryParse(text, CultureInfo.InvariantCulture, out double value) ? value : 0);
        for (int rank = 0; rank < response.Names.Count; rank++)
            yield return Probability(group.Levels!, evidence, rank, row, offset);
    }

    private DerivedEstimate Probability(GroupLevels present, RegressionEvidence evidence, int rank, double[] row, double offset)
    {
        string name = $"P({response.Names[rank]})";
        if (present.IsAbsent(rank))
            return new(name, 0);
        int channels = plan.Form.Parameters.Count;
        var eta = new double[channels];
        var designs = new double[channels][];
        for (int k = 0; k < channels; k++)
        {
            var full = designs[k] = new double[template.Coefficients.Count];
            if (IsOrdered)
            {
                for (int i = 0; i < row.Length; i++)
                    full[template.Cuts + i] = -row[i];
                if (present.CutOf(rank, k) is var cut and >= 0)
                    full[cut] = 1;
            }
            else if (!present.IsWithout(k))
            {
                row.CopyTo(full, k * row.Length);
            }
            eta[k] = !IsOrdered && present.IsWithout(k) ? double.NegativeInfinity : IsOrdered ? -offset : offset;
            for (int i = 0; i < full.Length; i++)
                eta[k] += full[i] == 0 ? 0 : full[i] * evidence.Natural[i];
        }
        var (value, slopes, _) = (IsOrdered ? present.EndsOf(rank) switch
        {
            (false, _) => probabilities[0],
            (_, false) => probabilities[^1],
            _ => probabilities[1],
        } : probabilities[rank]).At(eta, []);
        var gradient = new double[template.Coefficients.Count];
        for (int k = 0; k < channels; k++)
        {
            for (int i = 0; i < gradient.Length; i++)
                gradient[i] += designs[k][i] == 0 ? 0 : slopes[k] * designs[k][i];
        }
        double? error = evidence.StandardErrorOf(gradient);
        var (lower, upper) = wald.Transformed(value, error, 0, 1);
        return new(name, value, error, lower, upper);
    }

    /// <summary>The probability of a level in the parameters of a row's family.</summary>
    internal static Derivatives ProbabilityOf(RegressionPlan plan, ResponseLevels response, int rank)
    {
        Variable[] variables = [.. plan.Form.Parameters.Select((parameter, i) => new Variable(VariableKind.Parameter, i, parameter.Name))];
        bool isOrdered = plan.Form.Layout == FormulaLayout.Cuts;
        return new(Functions.Exp(isOrdered && rank == 0 ? plan.Family.LogCdf(rank)!
            : isOrdered && rank == response.Names.Count - 1 ? plan.Family.LogSurvival(rank)! : plan.Family.LogDensity((Expr)rank)), variables);
    }

    // The weight of the rows whose most probable level is theirs.
    private double Hits(RegressionGroup group, RegressionLikelihood likelihood, double[] beta)
    {
        double hits = 0;
        double[] ranks = group.Rows.Table.Numbers[group.Rows.Roles.Response];
        likelihood.Visit(beta, (from, count, tile) =>
        {
            for (int row = 0; row < count; row++)
            {
                int rank = (int)ranks[from + row];
                if (rank == (IsOrdered ? group.Levels!.MostProbable((CumulativeLink)plan.Family, beta, Latent(group.Levels, tile, beta, rank, row)) : Greatest(tile, row)))
                    hits += group.Rows.WeightOf(from + row);
            }
        });
        return hits;
    }

    private int Greatest(RegressionTile tile, int row)
    {
        int best = 0;
        double most = 0;
        for (int k = 0; k < plan.Predictors.Count; k++)
        {
            if (tile.Predictor(k)[row] > most)
                (best, most) = (k + 1, tile.Predictor(k)[row]);
        }
        return best;
    }

    // The predictor, from an end of the row's interval and the cut point that it was taken from.
    private static double Latent(GroupLevels present, RegressionTile tile, double[] beta, int rank, int row)
    {
        int end = present.CutOf(rank, 1) >= 0 ? 1 : 0;
        return beta[present.CutOf(rank, end)] - tile.Predictor(end)[row];
    }
}
