using System.Globalization;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Regression;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// What the curvature and the slope at the end of a search say of it, by whatever way it got there: whether it is a top, to how many digits,
/// and the covariance of the estimates in the units of the data.
/// </summary>
internal sealed class RegressionEvidence
{
    private readonly RegressionObjective objective;

    private RegressionEvidence(RegressionObjective objective, RegressionPoint top, int iterations)
    {
        this.objective = objective;
        Natural = objective.Scale.ToNatural(top.Beta);
        Top = top;
        var free = objective.Free;
        var information = new Information(top.Curvature, free.Count);
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
        Covariance = Spread(information);
    }

    /// <summary>The point.</summary>
    public RegressionPoint Top { get; }

    /// <summary>All coefficients in the units of the data.</summary>
    public double[] Natural { get; }

    /// <summary>The covariance of all coefficients in the units of the data, row-major, zero for those that are not free; null if the point is no top.</summary>
    public double[]? Covariance { get; }

    /// <summary>Why the point is no top; null if it is one.</summary>
    public string? Fault { get; }

    /// <summary>The solver's evidence.</summary>
    public SolverEvidence Solver { get; }

    /// <summary>Looks at the end of a search.</summary>
    public static RegressionEvidence Of(RegressionFound found) => new(found.Objective, found.End!.Top, found.End.Iterations);

    /// <summary>The standard error of a coefficient; null if it is not free or the point is no top.</summary>
    public double? StandardErrorOf(int coefficient) =>
        Covariance is null || !objective.Free.Contains(coefficient) ? null : Math.Sqrt(Covariance[coefficient * Natural.Length + coefficient]);

    /// <summary>The delta method: the standard error of a quantity, from its gradient in all coefficients.</summary>
    public double? StandardErrorOf(ReadOnlySpan<double> gradient)
    {
        if (Covariance is null)
            return null;
        double sum = 0;
        for (int i = 0; i < gradient.Length; i++)
        {
            for (int j = 0; j < gradient.Length; j++)
                sum += gradient[i] * Covariance[i * gradient.Length + j] * gradient[j];
        }
        return Math.Sqrt(Math.Max(0, sum));
    }

    private double[] Spread(Information information)
    {
        int size = Natural.Length;
        var all = new double[size * size];
        for (int i = 0; i < objective.Free.Count; i++)
        {
            for (int j = 0; j < objective.Free.Count; j++)
                all[objective.Free[i] * size + objective.Free[j]] = information.Covariance[i, j];
        }
        objective.Scale.PushCovariance(all);
        return all;
    }
}
