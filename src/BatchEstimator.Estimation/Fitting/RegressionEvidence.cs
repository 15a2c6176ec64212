using System.Globalization;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Regression;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// What the curvature and the slope at the end of a search say of it, by whatever way it got there: whether it is a top, to how many digits,
/// and the covariance of the estimates.
/// </summary>
internal sealed class RegressionEvidence
{
    private readonly RegressionObjective objective;
    private readonly double[] natural;

    private RegressionEvidence(RegressionObjective objective, RegressionPoint top, int iterations)
    {
        this.objective = objective;
        natural = objective.Scale.ToNatural(top.Beta);
        Top = top;
        var free = objective.Free;
        var information = Information.Of(top.Curvature, free.Count);
        if (!information.IsPositiveDefinite)
        {
            Fault = "the curvature there is not that of a maximum";
            Solver = new("newton", iterations);
            return;
        }
        double[] step = information.Times(top.Gradient);
        double slope = 0, relative = 0;
        for (int i = 0; i < free.Count; i++)
        {
            double error = Math.Sqrt(information.Covariance[i, i]);
            slope = Math.Max(slope, Math.Abs(top.Gradient[i]) * error);
            relative = Math.Max(relative, Math.Abs(step[i]) / Math.Max(Math.Abs(top.Beta[free[i]]), 1e-8 * error));
        }
        if (!(slope <= 1e-5 || relative <= 1e-13))
            Fault = $"the slope there is {slope.ToString("G3", CultureInfo.InvariantCulture)} in units of one over the standard error";
        Solver = new("newton", iterations, slope, information.Condition, Math.Clamp(-Math.Log10(Math.Max(relative, 1e-15)), 0, 15));
        LogDeterminant = information.LogDeterminant;
        Standard = new double[free.Count * free.Count];
        for (int i = 0; i < Standard.Length; i++)
            Standard[i] = information.Covariance[i / free.Count, i % free.Count];
    }

    private RegressionEvidence(RegressionObjective objective, RegressionPoint top, double[] natural, SolverEvidence solver, double[] covariance, double logDeterminant)
    {
        (this.objective, this.natural, Top, Solver) = (objective, natural, top, solver);
        (Standard, LogDeterminant) = (covariance, logDeterminant);
    }

    private RegressionEvidence(RegressionEvidence other, double[]? covariance)
    {
        (objective, natural, Top, Solver, Fault, LogDeterminant, ResidualSquares) = (other.objective, other.natural, other.Top, other.Solver, other.Fault, other.LogDeterminant, other.ResidualSquares);
        Standard = covariance;
    }

    /// <summary>The point.</summary>
    public RegressionPoint Top { get; }

    /// <summary>All coefficients in the units of the data.</summary>
    public IReadOnlyList<double> Natural => natural;

    /// <summary>The covariance of the free standard coefficients, row-major; null if the point is no top.</summary>
    public double[]? Standard { get; }

    /// <summary>The log of the determinant of the curvature in the free standard coefficients.</summary>
    public double LogDeterminant { get; }

    /// <summary>Why the point is no top; null if it is one.</summary>
    public string? Fault { get; }

    /// <summary>The solver's evidence.</summary>
    public SolverEvidence Solver { get; }

    /// <summary>The residual sum of squares of least squares, to all digits of a double; null for another way to the top.</summary>
    public double? ResidualSquares { get; private init; }

    /// <summary>Looks at the end of a search, or takes what least squares know of theirs.</summary>
    public static RegressionEvidence Of(RegressionFound found) => found.Certified ?? new(found.Objective, found.End!.Top, found.End.Iterations);

    /// <summary>What least squares know of their solution, to more digits than an evaluation in doubles could.</summary>
    /// <param name="objective">What was maximised.</param>
    /// <param name="top">The solution.</param>
    /// <param name="natural">All coefficients in the units of the data.</param>
    /// <param name="solver">The solver's evidence.</param>
    /// <param name="covariance">The covariance of the free standard coefficients, row-major.</param>
    /// <param name="logDeterminant">The log of the determinant of its inverse.</param>
    /// <param name="residualSquares">The residual sum of squares.</param>
    public static RegressionEvidence OfLeastSquares(
        RegressionObjective objective, RegressionPoint top, double[] natural, SolverEvidence solver, double[] covariance, double logDeterminant, double residualSquares) =>
        new(objective, top, natural, solver, covariance, logDeterminant) { ResidualSquares = residualSquares };

    /// <summary>The same with another covariance of the free standard coefficients; null = none.</summary>
    public RegressionEvidence With(double[]? covariance) => new(this, covariance);

    /// <summary>The standard error of a coefficient; null if it is not free or there is none.</summary>
    public double? StandardErrorOf(int coefficient)
    {
        if (!objective.Free.Contains(coefficient))
            return null;
        var unit = new double[natural.Length];
        unit[coefficient] = 1;
        return StandardErrorOf(unit);
    }

    /// <summary>The covariance of two coefficients in the units of the data; null unless both are free.</summary>
    public double? CovarianceOf(int a, int b)
    {
        if (Standard is null || !objective.Free.Contains(a) || !objective.Free.Contains(b))
            return null;
        var free = objective.Free;
        double[] left = new double[natural.Length], right = new double[natural.Length];
        left[a] = right[b] = 1;
        objective.Scale.PullGradient(left);
        objective.Scale.PullGradient(right);
        double sum = 0;
        for (int i = 0; i < free.Count; i++)
        {
            for (int j = 0; j < free.Count; j++)
                sum += left[free[i]] * Standard[i * free.Count + j] * right[free[j]];
        }
        return double.IsFinite(sum) ? sum : null;
    }

    /// <summary>The delta method: the standard error of a quantity, from its gradient in all natural coefficients; null if there is none.</summary>
    /// <param name="gradient">The gradient; overwritten.</param>
    public double? StandardErrorOf(double[] gradient)
    {
        // In standard coefficients, where a column far from zero costs no digits.
        objective.Scale.PullGradient(gradient);
        return StandardErrorOfStandard(gradient);
    }

    /// <summary>The same from the gradient in all standard coefficients.</summary>
    /// <param name="gradient">The gradient.</param>
    public double? StandardErrorOfStandard(double[] gradient)
    {
        if (Standard is null)
            return null;
        var free = objective.Free;
        double sum = 0;
        for (int i = 0; i < free.Count; i++)
        {
            double slope = gradient[free[i]];
            for (int j = 0; slope != 0 && j < free.Count; j++)
                sum += slope * Standard[i * free.Count + j] * gradient[free[j]];
        }
        return sum >= 0 && double.IsFinite(sum) ? Math.Sqrt(sum) : null;
    }
}
