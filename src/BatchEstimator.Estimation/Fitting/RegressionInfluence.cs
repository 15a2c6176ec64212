using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Likelihoods;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// Leverages and Cook's distances in the first predictor. For a generalised linear model by maximum likelihood with the expected weights W:
/// h = w x'(X'WX)^-1 x and D = r^2 h / (phi p (1 - h)^2), r the Pearson residual; phi is Pearson's chi-squared over its degrees of freedom where
/// the family has a dispersion. For others with the curvature of the row and the covariance C of the estimates: h = b x'C x, and
/// D = s^2 x'C x / (p (1 - h)^2), s the slope of the row; where the density is not log-concave a row has no leverage.
/// </summary>
/// <remarks>
/// R. D. Cook, Technometrics 19 (1977) 15-18; D. Pregibon, Annals of Statistics 9 (1981) 705-724; P. McCullagh and J. A. Nelder, Generalized
/// Linear Models, 2nd ed. (1989), sections 12.5 and 12.7.
/// </remarks>
internal sealed class RegressionInfluence
{
    // One row that no other says anything of has the leverage 1, and rounding about that: what would change without it has no value.
    private const double FullLeverage = 1 - 1e-9;

    private RegressionInfluence(double[] leverages, double[] distances) => (Leverages, Distances) = (leverages, distances);

    /// <summary>The leverage of each row.</summary>
    public double[] Leverages { get; }

    /// <summary>Cook's distance of each row; not a number where a row alone decides a coefficient.</summary>
    public double[] Distances { get; }

    /// <summary>The influence of all rows; null if the covariance says nothing of it.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="rows">What the rows look like.</param>
    /// <param name="found">The fit.</param>
    /// <param name="evidence">Its end, with the covariance from the information.</param>
    /// <param name="n">The number of observations.</param>
    /// <param name="isMle">False for a mode, to which the priors pull.</param>
    public static RegressionInfluence? Of(RegressionPlan plan, RegressionRows rows, RegressionFound found, RegressionEvidence evidence, double n, bool isMle)
    {
        var likelihood = found.Objective.Likelihood;
        var projection = new RowProjection(likelihood, found.Objective.Free);
        bool isGeneralised = isMle && rows.IsGeneralised;
        double[] weights = isGeneralised ? ExpectedWeights(plan, rows) : [.. rows.Bend.Select((bend, row) => Math.Max(0, -bend) * rows.Weights[row])];
        double[][]? roots = projection.Count == 0 ? null : isGeneralised ? projection.RootsOfInverse(weights) : projection.RootsOf(evidence.Standard!);
        if (roots is null || !weights.Any(weight => weight > 0))
            return null;
        double[] squares = projection.Squares(roots), leverages = [.. squares.Select((square, row) => weights[row] * square)];
        double dispersion = isGeneralised && plan.Predictors.Count == 1 && plan.Family is Normal or Gamma or InverseGaussian && n > projection.Count
            ? rows.Pearson!.Sum(residual => residual * residual) / (n - projection.Count) : 1;
        double[] distances = new double[leverages.Length];
        for (int row = 0; row < distances.Length; row++)
        {
            double rest = leverages[row] < FullLeverage ? projection.Count * (1 - leverages[row]) * (1 - leverages[row]) : double.NaN;
            distances[row] = isGeneralised ? rows.Pearson![row] * rows.Pearson[row] * leverages[row] / (dispersion * rest)
                : rows.Weights[row] * rows.Weights[row] * rows.Slope[row] * rows.Slope[row] * squares[row] / rest;
        }
        return leverages.All(double.IsFinite) ? new(leverages, distances) : null;
    }

    // The squared slope of the mean in the predictor over the variance.
    private static double[] ExpectedWeights(RegressionPlan plan, RegressionRows rows)
    {
        var eta = new Variable(VariableKind.Parameter, 0, "eta");
        var link = new Derivatives(plan.Predictors[0].Link.Inverse(eta), [eta]);
        double[] weights = new double[rows.Predictor.Length];
        for (int row = 0; row < weights.Length; row++)
        {
            double slope = link.At([rows.Predictor[row]], []).Gradient[0] * rows.Trials[row];
            weights[row] = rows.Variance[row] > 0 ? rows.Weights[row] * slope * slope / rows.Variance[row] : 0;
        }
        return weights;
    }
}
