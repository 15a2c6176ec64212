using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Regression;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// The scale alpha of the normal prior of the slopes that the data choose: the one of greatest Laplace evidence, or the one under which rows that
/// were left out are predicted best. Both are looked at over a grid from "no slopes" to "no prior", then closely about the best place.
/// </summary>
/// <remarks>
/// Evidence: D. J. C. MacKay, Neural Comput. 4 (1992) 415-447, sections 2 and 3. Cross-validation: M. Stone, J. R. Statist. Soc. B 36 (1974) 111-147.
/// </remarks>
/// <param name="priors">The group's priors.</param>
/// <param name="objective">Likelihood times prior of the whole group for an alpha.</param>
/// <param name="start">Where searches start.</param>
internal sealed class AlphaSearch(CoefficientPriors priors, Func<double, RegressionObjective> objective, double[] start)
{
    private const int Folds = 10, MostPoints = 61;
    private const double Step = 0.35;
    private static readonly double Golden = 0.5 * (Math.Sqrt(5) - 1);

    /// <summary>The alpha of greatest evidence; null if there is none anywhere.</summary>
    /// <param name="rows">The number of rows.</param>
    public AlphaCurve? ByEvidence(int rows)
    {
        if (Grid(rows) is not { } grid)
            return null;
        var scores = new double[grid.Length];
        double[] from = start;
        for (int i = grid.Length - 1; i >= 0; i--)
            (scores[i], from) = EvidenceAt(grid[i], from);
        if (Best(scores, 1e-6) is not { } best)
            return null;
        double log = Math.Log(grid[best]), low = log - Step, high = log + Step, score = scores[best];
        for (bool inside = best > 0 && best < grid.Length - 1; inside && high - low > 1e-6;)
        {
            double a = high - Golden * (high - low), b = low + Golden * (high - low);
            (double first, from) = EvidenceAt(Math.Exp(a), from);
            (double second, from) = EvidenceAt(Math.Exp(b), from);
            (low, high, log, score) = first > second ? (low, b, a, first) : (a, high, b, second);
        }
        return new(AlphaKind.Evidence, Math.Exp(log), score, grid, scores, null, null, LimitOf(best, grid.Length));
    }

    /// <summary>The alpha that predicts left-out rows best; null if none can be told.</summary>
    /// <param name="rows">The rows in parts.</param>
    /// <param name="total">The sum of the rows' weights.</param>
    /// <param name="split">For rows to learn from and rows left out: what an alpha makes of the former, and the likelihood of the latter.</param>
    public AlphaCurve? ByCrossValidation(RowFolds rows, double total, Func<GroupRows, GroupRows, (Func<double, RegressionObjective> Learn, RegressionLikelihood Judge, double[] Start)> split)
    {
        if (rows.Count < 2 || Grid((int)Math.Min(total, int.MaxValue)) is not { } grid)
            return null;
        var (scores, errors) = LeftOut(grid);
        if (Best(scores, 0) is not { } best)
            return null;
        double log = Math.Log(grid[best]), score = scores[best];
        for (double width = Step / 5; best > 0 && best < grid.Length - 1 && width > 1e-3; width /= 5)
        {
            double middle = log;
            double[] finer = [.. Enumerable.Range(-4, 9).Select(i => Math.Exp(middle + i * width))];
            var (found, _) = LeftOut(finer);
            if (Best(found, 0) is { } place)
                (log, score) = (Math.Log(finer[place]), found[place]);
        }
        return new(AlphaKind.CrossValidation, Math.Exp(log), score, grid, scores, errors, rows.Count, LimitOf(best, grid.Length));

        (double[] Means, double[] Errors) LeftOut(double[] alphas)
        {
            double[] sums = new double[alphas.Length];
            double[][] means = [.. alphas.Select(_ => new double[rows.Count])];
            for (int fold = 0; fold < rows.Count; fold++)
            {
                var left = rows.Take(fold, inside: true);
                var (learn, judge, from) = split(rows.Take(fold, inside: false), left);
                var value = new LikelihoodValue(judge.Size);
                double weight = Enumerable.Range(0, left.Count).Sum(left.WeightOf);
                for (int i = alphas.Length - 1; i >= 0; i--)
                {
                    if (RegressionFound.Climb(learn(alphas[i]), from).End is { } end)
                        judge.Evaluate(from = end.Top.Beta, KernelOrder.Value, value);
                    sums[i] += value.Value;
                    means[i][fold] = value.Value / weight;
                }
            }
            return ([.. sums.Select(sum => sum / total)], [.. means.Select(ErrorOfMean)]);
        }
    }

    private static double ErrorOfMean(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / values.Length / (values.Length - 1));
    }

    /// <summary>The rows of a group in the parts of a cross-validation.</summary>
    public static RowFolds FoldsOf(GroupRows rows, int place, ulong seed) => new(rows, place, Folds, seed);

    private (double Score, double[] End) EvidenceAt(double alpha, double[] from)
    {
        var climbed = objective(alpha);
        if (RegressionFound.Climb(climbed, from) is not { End: { } end } found)
            return (double.NaN, from);
        var free = found.Objective.Free;
        var factor = new NormalEquations([.. end.Top.Curvature.Select(value => (DoubleDouble)value)], free.Count);
        double volume = 0.5 * free.Count * Math.Log(2 * Math.PI) - 0.5 * factor.LogDeterminant + free.Sum(i => Math.Log(climbed.Scale.ScaleOf(i)));
        return (factor.Rank == free.Count ? end.Top.Value + volume : double.NaN, end.Top.Beta);
    }

    // In units of what one row, and what all rows, can tell of a slope before anything is known.
    private double[]? Grid(int rows)
    {
        var plain = objective(1);
        double[] curvature = plain.At(start, KernelOrder.Hessian).Curvature;
        int count = plain.Free.Count;
        var units = new List<double>();
        foreach (int i in priors.Chosen)
        {
            int k = plain.Free.ToList().IndexOf(i);
            double scale = plain.Scale.ScaleOf(i), information = k < 0 ? 0 : curvature[k * count + k] / (scale * scale) - 1 / Math.Pow(plain.Coefficients[i].Prior.Arguments[1], 2);
            // What is known of alpha is in the units of the prior, those of the column unless it is standardised.
            if (information > 0 && double.IsFinite(information))
                units.Add(1 / (Math.Sqrt(information) * plain.Coefficients[i].Prior.Arguments[1]));
        }
        if (units.Count == 0)
            return null;
        double low = Math.Log(0.01 * units.Min()), high = Math.Log(30 * units.Max() * Math.Sqrt(Math.Max(rows, 4)));
        int points = Math.Clamp((int)Math.Ceiling((high - low) / Step) + 1, 9, MostPoints);
        return [.. Enumerable.Range(0, points).Select(i => Math.Exp(low + (high - low) * i / (points - 1)))];
    }

    // The greatest; among those as good to within a tolerance, the least alpha.
    private static int? Best(double[] scores, double tolerance)
    {
        double most = scores.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max();
        int place = Array.FindIndex(scores, score => score >= most - tolerance);
        return place < 0 ? null : place == 0 ? 0 : Array.IndexOf(scores, most);
    }

    private static string? LimitOf(int best, int count) => best == 0 ? "zero" : best == count - 1 ? "infinity" : null;
}
