using System.Globalization;
using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// What the derivatives at a claimed optimum say, looked at after the solver has stopped: is the slope zero, is the curvature that of
/// a top, how far would one more Newton step go. Standard errors come from the same curvature.
/// </summary>
internal sealed class Evidence
{
    private readonly IReadOnlyList<int> free;
    private readonly Information? information;

    private Evidence(IReadOnlyList<int> free, Information? information, SolverEvidence solver, IReadOnlyList<FitCode> codes, bool failed)
    {
        this.free = free;
        this.information = information;
        Solver = solver;
        Codes = codes;
        Failed = failed;
    }

    public SolverEvidence Solver { get; }

    public IReadOnlyList<FitCode> Codes { get; }

    public bool Failed { get; }

    /// <summary>True if a derivative overflows a double or vanishes below the least one: the units of the data are to blame.</summary>
    public bool OutOfRange { get; private init; }

    /// <summary>True if neighbouring doubles differ by more in the log density than the slope between them explains: it is all rounding.</summary>
    public bool OutOfDigits { get; private init; }

    /// <summary>The same evidence where its curvature is no measure of error.</summary>
    public Evidence WithoutInformation() => new(free, null, Solver, Codes, Failed) { OutOfRange = OutOfRange };

    public bool HasInformation => information is not null;

    /// <summary>Looks at the point.</summary>
    /// <param name="density">What was maximised.</param>
    /// <param name="data">The data, whose units the point is in.</param>
    /// <param name="values">All parameters.</param>
    /// <param name="free">The indices of the interior parameters.</param>
    /// <param name="solution">How the point was found.</param>
    public static Evidence At(ILogDensity density, GroupData data, double[] values, IReadOnlyList<int> free, PointEstimate solution)
    {
        if (free.Count == 0)
            return new(free, null, new(solution.Route, solution.Iterations), [], false);
        int all = values.Length;
        var outputs = new double[RowKernel.LengthOf(all)];
        density.Differentiate(values, outputs);
        // In the units of the data from here on.
        double[] stretch = [.. free.Select(i => data.Units.Stretch(data.Family.Parameters[i].Role))];
        double[] natural = data.ToNatural(values);
        double[] gradient = [.. free.Select((i, k) => outputs[1 + i] / stretch[k])];
        var negative = new double[free.Count * free.Count];
        for (int i = 0; i < free.Count; i++)
        {
            for (int j = 0; j < free.Count; j++)
                negative[i * free.Count + j] = -outputs[Layout.Second(all, free[i], free[j])] / (stretch[i] * stretch[j]);
        }
        // At a kink the slope is not defined and the curvature is what the family expects it to be.
        foreach (var (parameter, expected) in solution.Kinks)
        {
            int k = free.ToList().IndexOf(parameter);
            gradient[k] = 0;
            for (int i = 0; i < free.Count; i++)
                negative[k * free.Count + i] = negative[i * free.Count + k] = i == k ? expected / (stretch[k] * stretch[k]) : 0;
        }
        if (!gradient.Concat(negative).All(double.IsFinite) || Enumerable.Range(0, free.Count).Any(i => negative[i * free.Count + i] == 0))
            return new(free, null, new(solution.Route, solution.Iterations), [], true) { OutOfRange = true };
        var information = new Information(negative, free.Count);
        // Squares of parameters near the ends of a double's range leave curvatures without digits.
        if (!information.IsPositiveDefinite && Enumerable.Range(0, free.Count).Any(i => Math.Abs(negative[i * free.Count + i]) < 1e-290))
            return new(free, null, new(solution.Route, solution.Iterations), [], true) { OutOfRange = true };
        if (!information.IsPositiveDefinite)
            return NotATop(density, values, outputs, free, solution, "the curvature there is not that of a maximum");
        var step = information.Times(gradient);
        double slope = 0, relative = 0, unexplained = 0;
        for (int i = 0; i < free.Count; i++)
        {
            double error = Math.Sqrt(information.Covariance[i, i]);
            slope = Math.Max(slope, Math.Abs(gradient[i]) * error);
            // The slope that one rounding of each parameter makes: no double near by has a lesser one.
            double rounding = Enumerable.Range(0, free.Count).Sum(j => Math.Abs(negative[i * free.Count + j] * natural[free[j]])) * 2.2e-16;
            unexplained = Math.Max(unexplained, (Math.Abs(gradient[i]) - 8 * rounding) * error);
            relative = Math.Max(relative, Math.Abs(step[i]) / Math.Max(Math.Abs(natural[free[i]]), 1e-8 * error));
        }
        if (!double.IsFinite(slope) || !double.IsFinite(relative))
            return new(free, null, new(solution.Route, solution.Iterations), [], true) { OutOfRange = true };
        // With very many rows the slope at the nearest double is not small; then the next step must leave that double where it is.
        if (!(unexplained <= 1e-5 || relative <= 1e-13))
            return NotATop(density, values, outputs, free, solution, $"the slope there is {slope.ToString("G3", CultureInfo.InvariantCulture)} in units of one over the standard error");
        double digits = Math.Clamp(Math.Min(-Math.Log10(Math.Max(relative, 1e-16)), data.Digits), 0, 15.95);
        return new(free, information, new(solution.Route, solution.Iterations, slope, information.Condition, digits), [], false);
    }

    /// <summary>The standard error of a parameter; null if it is held, on a boundary or unknown.</summary>
    public double? StandardErrorOf(int parameter)
    {
        int place = free.ToList().IndexOf(parameter);
        return information is null || place < 0 ? null : Math.Sqrt(information.Covariance[place, place]);
    }

    /// <summary>The delta method: the standard error of a quantity, from its gradient in all free parameters.</summary>
    /// <param name="parameters">The parameters of the gradient, by index.</param>
    /// <param name="gradient">The gradient.</param>
    public double? StandardErrorOf(IReadOnlyList<int> parameters, double[] gradient)
    {
        if (information is null || parameters.Count != free.Count)
            return null;
        double error = information.StandardErrorOf(gradient);
        return double.IsFinite(error) ? error : null;
    }

    /// <summary>
    /// Laplace's approximation of the log evidence: log posterior + k/2 log(2 pi) + half the log determinant of the covariance
    /// (D. J. C. MacKay, Neural Comput. 4 (1992) 415-447, section 3). Null without a full interior optimum.
    /// </summary>
    /// <param name="logPosterior">Log-likelihood plus log prior at the mode.</param>
    public double? LogEvidence(double logPosterior)
    {
        if (information is null)
            return null;
        var covariance = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfArray(information.Covariance);
        double[] errors = [.. Enumerable.Range(0, free.Count).Select(i => Math.Sqrt(information.Covariance[i, i]))];
        // Of correlations, so that units far apart do not overflow.
        for (int i = 0; i < free.Count; i++)
        {
            for (int j = 0; j < free.Count; j++)
                covariance[i, j] /= errors[i] * errors[j];
        }
        double log = logPosterior + 0.5 * free.Count * Math.Log(2 * Math.PI) + errors.Sum(Math.Log) + 0.5 * Math.Log(covariance.Determinant());
        return double.IsFinite(log) ? log : null;
    }

    private static Evidence NotATop(ILogDensity density, double[] values, double[] outputs, IReadOnlyList<int> free, PointEstimate solution, string why) =>
        new(free, null, new(solution.Route, solution.Iterations),
            [new(FitCodes.NotConverged, $"The point the solver stopped at is not a verified maximum: {why}. This is a limit of the program, not of the data; please report it.", [])], true)
        { OutOfDigits = RoundingSteps.Drown(density, values, outputs, free) };
}
