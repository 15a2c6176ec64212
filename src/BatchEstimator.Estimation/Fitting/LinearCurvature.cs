using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Priors;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>Slope and curvature of a regression's log posterior at the estimate, in the coefficients and, if it is free, sigma.</summary>
internal sealed class LinearCurvature
{
    private readonly Information information;

    private LinearCurvature(Information information, double[] gradient, double[] values)
    {
        this.information = information;
        StandardErrors = [.. gradient.Select((_, i) => Math.Sqrt(information.Covariance[i, i]))];
        Slope = gradient.Select((g, i) => Math.Abs(g) * StandardErrors[i]).DefaultIfEmpty(0).Max();
        double relative = information.Times(gradient).Select((step, i) => Math.Abs(step) / Math.Max(Math.Abs(values[i]), 1e-8 * StandardErrors[i])).DefaultIfEmpty(0).Max();
        Digits = Math.Clamp(-Math.Log10(Math.Max(relative, 1e-16)), 0, 15.95);
    }

    /// <summary>Of the kept coefficients and, last, sigma if it is free.</summary>
    public double[] StandardErrors { get; }

    /// <summary>The largest component of the gradient, in units of one over the standard error.</summary>
    public double Slope { get; }

    /// <summary>Significant digits that the next Newton step would leave alone.</summary>
    public double Digits { get; }

    /// <summary>Whether this is a maximum.</summary>
    public bool IsTop => information.IsPositiveDefinite && Slope < 1e-5;

    /// <summary>The covariance of two of them.</summary>
    public double Covariance(int i, int j) => information.Covariance[i, j];

    /// <summary>The standard error of a quantity, from its gradient.</summary>
    public double StandardErrorOf(double[] gradient) => information.StandardErrorOf(gradient);

    public static LinearCurvature At(LinearProblem problem, LinearFound found, int[] kept, bool sigmaFree, IReadOnlyList<Prior>? priors, Prior sigmaPrior)
    {
        int size = kept.Length + (sigmaFree ? 1 : 0);
        double sigma = found.Sigma;
        var variance = DoubleDouble.Product(sigma, sigma);
        var theta = found.Solution.Theta;
        var score = problem.Score(theta);
        var matrix = new DoubleDouble[size * size];
        var gradient = new double[size];
        for (int a = 0; a < kept.Length; a++)
        {
            int i = kept[a];
            double precision = found.Precisions.Count > 0 ? found.Precisions[i] : 0;
            double centre = priors is null || priors[i].IsFlat ? 0 : priors[i].Arguments[0];
            for (int b = 0; b < kept.Length; b++)
                matrix[a * size + b] = problem.Gram[i * problem.Size + kept[b]] / variance;
            matrix[a * size + a] += precision;
            gradient[a] = (double)(score[i] / variance - precision * (theta[i] - centre));
            if (sigmaFree)
                matrix[a * size + size - 1] = matrix[(size - 1) * size + a] = 2 * score[i] / (variance * sigma);
        }
        if (sigmaFree)
        {
            var s = new Variable(VariableKind.Parameter, 0, "sigma");
            var (_, slope, bend) = new Derivatives(sigmaPrior.LogDensity(s), [s]).At([sigma], []);
            double squares = (double)found.Solution.ResidualSquares, v = sigma * sigma;
            gradient[^1] = -problem.N / sigma + squares / (v * sigma) + slope[0];
            matrix[^1] = 3 * squares / (v * v) - problem.N / v - bend[0];
        }
        return new(new(matrix, size), gradient, [.. kept.Select(i => (double)theta[i]), .. sigmaFree ? new[] { sigma } : []]);
    }
}
