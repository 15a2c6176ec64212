using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Priors;
using BatchEstimator.Estimation.Regression;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// Maximum likelihood of a linear regression with normal noise: least squares, and sigma^2 = RSS / n. What is known of the solution comes
/// from least squares, which keep more digits than an evaluation of the likelihood in doubles could judge.
/// </summary>
/// <remarks>C. F. Gauss, Theoria combinationis observationum erroribus minimis obnoxiae, 1821.</remarks>
/// <param name="template">The coefficients, none of a predictor held.</param>
/// <param name="options">The options.</param>
internal sealed class NormalRoute(RegressionTemplate template, FitOptions options)
{
    private readonly double? heldSigma = template.Coefficients[^1].Held;

    /// <summary>True for a normal response known exactly, with a linear predictor of its mean and one sigma.</summary>
    public static bool Suits(RegressionPlan plan) =>
        plan.Family is Normal and not LogNormal && plan.Predictors is [{ Link.Name: "identity" }] && plan.Model.Definition is { Event: null, Left: null, Truncation: null };

    /// <summary>Estimates one group.</summary>
    /// <param name="likelihood">The likelihood of its rows.</param>
    /// <param name="group">The group.</param>
    /// <param name="blank">The result so far.</param>
    /// <param name="report">Makes the result of what was found and of which coefficients are aliased.</param>
    public EstimatedFit Estimate(RegressionLikelihood likelihood, RegressionGroup group, FitResult blank, Func<RegressionFound, bool[], EstimatedFit> report)
    {
        int slopes = template.Slopes;
        var squares = new LeastSquares(group.Channels[0].Design!, slopes, options.ForEach);
        var rows = group.Rows;
        squares.Fit(new(rows.Table, rows.Roles.Response, rows.Roles.Weight, rows.From, rows.From + rows.Count));
        double rss = (double)squares.ResidualSquares;
        if (!double.IsFinite(rss) || !double.IsFinite((double)squares.ResponseSquares) || !squares.Coefficients.All(DoubleDouble.IsFinite))
            return new(blank with { Codes = [new(FitCodes.NotFinite, "The sums of squares overflow a double. Divide the large columns by a power of ten and fit again.", [])] }, null);
        if (heldSigma is null && blank.N <= squares.Rank)
            return new(blank with { Codes = [new(FitCodes.TooFewRows, $"{blank.N:R} row(s) for {squares.Rank} coefficient(s) leave no residual, so sigma has no estimate. Use more rows or fewer terms, fix sigma, or give it a prior.", ["sigma"])] }, null);
        double sigma = heldSigma ?? Math.Sqrt(rss / blank.N);
        bool[] aliased = [.. squares.Aliased, false];
        if (sigma == 0)
            return Exact(group, squares, blank);
        int[] kept = [.. Enumerable.Range(0, slopes).Where(i => !aliased[i])];
        int[] free = heldSigma is null ? [.. kept, slopes] : kept;
        var coefficients = template.Coefficients.Select(coefficient => coefficient with { Prior = Prior.Flat }).ToList();
        var objective = new RegressionObjective(likelihood, coefficients, group.Scale, free);
        var evidence = Evidence(objective, squares, kept, sigma, rss, blank.N, HalfLogWeights(rows));
        var found = new RegressionFound(objective, new(evidence.Top, 0, [])) { Certified = evidence };
        return report(found, aliased);
    }

    private RegressionEvidence Evidence(RegressionObjective objective, LeastSquares squares, int[] kept, double sigma, double rss, double n, double halfLogWeights)
    {
        int count = objective.Free.Count;
        double variance = sigma * sigma, slope = 0;
        double[] covariance = new double[count * count], curvature = new double[count * count], beta = [.. squares.Coefficients.Select(value => (double)value), sigma];
        for (int i = 0; i < kept.Length; i++)
        {
            for (int j = 0; j < kept.Length; j++)
            {
                covariance[i * count + j] = variance * squares.Inverse[kept[i] * template.Slopes + kept[j]];
                curvature[i * count + j] = squares.ProductAt(kept[i], kept[j]) / variance;
            }
            slope = Math.Max(slope, Math.Abs(squares.ScoreAt(kept[i])) * Math.Sqrt(covariance[i * count + i]) / variance);
        }
        double logDeterminant = squares.LogDeterminant - 2 * kept.Length * Math.Log(sigma);
        if (count > kept.Length)
        {
            covariance[^1] = variance / (2 * n);
            curvature[^1] = 2 * n / variance;
            logDeterminant += Math.Log(2 * n / variance);
        }
        double logLikelihood = -n * (Math.Log(sigma) + 0.5 * Math.Log(2 * Math.PI)) - 0.5 * rss / variance + halfLogWeights;
        var top = new RegressionPoint(beta, logLikelihood, 0, new double[count], curvature);
        return RegressionEvidence.OfLeastSquares(objective, top, Natural(objective.Scale, squares, sigma),
            new("closed-form", 0, slope, squares.Condition, squares.Digits), covariance, logDeterminant, rss);
    }

    private static double[] Natural(CoefficientScale scale, LeastSquares squares, double sigma) => scale.ToNatural([.. squares.Coefficients, (DoubleDouble)sigma]);

    private static double HalfLogWeights(GroupRows rows)
    {
        double sum = 0;
        for (int row = rows.From; rows.Roles.IsPrecise && row < rows.From + rows.Count; row++)
            sum += 0.5 * Math.Log(rows.Table.Numbers[rows.Roles.Weight][row]);
        return sum;
    }

    private EstimatedFit Exact(RegressionGroup group, LeastSquares squares, FitResult blank)
    {
        double[] natural = Natural(group.Scale, squares, 0);
        string[] dependent = [.. template.Coefficients.Take(template.Slopes).Where((_, i) => squares.Aliased[i]).Select(coefficient => coefficient.Name)];
        var codes = new List<FitCode> { new(FitCodes.ExactFit, "The residuals are zero to all digits of the data: the coefficients are exact, sigma is 0 and the likelihood has no finite value.", []) };
        if (dependent.Length > 0)
            codes.Insert(0, RegressionReport.Aliased(dependent));
        return new(blank with
        {
            Status = FitStatus.Caution,
            Codes = codes,
            ParametersEstimated = squares.Rank + 1,
            Parameters = [.. template.Coefficients.Select((coefficient, i) => new ParameterEstimate(coefficient.Name, i < template.Slopes && squares.Aliased[i] ? null : natural[i], null, null, null))],
            Derived = [new("residual sum of squares", 0), new("residual standard deviation (unbiased variance, divisor n - p)", 0), new("R squared", 1)],
            Solver = new("closed-form", 0, null, squares.Condition, squares.Digits),
        }, null);
    }
}
