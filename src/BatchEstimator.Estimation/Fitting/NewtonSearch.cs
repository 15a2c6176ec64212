using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>Where a search ended.</summary>
/// <param name="Values">All parameters, the held ones too.</param>
/// <param name="Value">The log density there.</param>
/// <param name="Iterations">How many steps it took.</param>
/// <param name="Edge">The parameters that ran into a finite end of their interval.</param>
/// <param name="Runaway">The parameters that ran off to infinity.</param>
public sealed record SearchResult(double[] Values, double Value, int Iterations, IReadOnlyList<int> Edge, IReadOnlyList<int> Runaway);

/// <summary>
/// Climbs a log density by damped Newton steps in unconstrained coordinates (log beyond one bound, logit between two), with the curvature
/// shifted until it is that of a maximum and the step halved until it climbs. The density itself is not changed by the coordinates.
/// </summary>
/// <remarks>J. Nocedal and S. Wright, Numerical Optimization, 2nd ed., section 3.4.</remarks>
/// <param name="density">The log density in all parameters.</param>
/// <param name="parameters">The number of parameters.</param>
/// <param name="free">The indices of the free parameters.</param>
/// <param name="bounds">For each free parameter, the interval of its values.</param>
internal sealed class NewtonSearch(ILogDensity density, int parameters, IReadOnlyList<int> free, IReadOnlyList<(double Lower, double Upper)> bounds)
{
    private const int MostSteps = 200;
    private const double FarOut = 60;

    private readonly double[] outputs = new double[1 + parameters + parameters * (parameters + 1) / 2];

    /// <summary>Climbs from a start.</summary>
    /// <param name="start">All parameters; those that are held keep their value.</param>
    /// <returns>The end of the climb; null if no finite value of the density was found at the start.</returns>
    public SearchResult? From(double[] start)
    {
        double[] theta = [.. start], u = new double[free.Count];
        for (int k = 0; k < u.Length; k++)
            u[k] = ToLine(k, theta[free[k]]);
        // What is far is far from the start, which knows the units of the data.
        double[] origin = [.. u];
        var (value, gradient, hessian) = Derivatives(theta);
        if (!double.IsFinite(value))
            return null;
        int step = 0;
        for (; step < MostSteps; step++)
        {
            var direction = Direction(u, gradient, hessian, out double decrement);
            if (decrement < 1e-24 * (1 + Math.Abs(value)))
            {
                // The step that is left is too small to be seen in the value, but not in the digits of the estimate.
                if (decrement < 1e-20)
                    u = Moved(u, direction, 1, origin);
                break;
            }
            double fraction = 1;
            bool climbed = false;
            for (int half = 0; half < 60 && !climbed; half++, fraction /= 2)
            {
                double[] next = Moved(u, direction, fraction, origin);
                Place(next, theta);
                double tried = density.At(theta);
                var there = double.IsFinite(tried) && tried > value ? Derivatives(theta) : default;
                climbed = there.Gradient is not null && there.Gradient.Concat(there.Hessian).All(double.IsFinite);
                if (climbed)
                    (u, value, gradient, hessian) = (next, there.Value, there.Gradient!, there.Hessian);
            }
            if (u.Where((x, k) => !IsReal(k) && Math.Abs(x - origin[k]) > FarOut).Any())
                break;
            if (climbed)
                continue;
            // So near the top that the value is all rounding; the slope still tells whether a step is a good one.
            double[] last = Moved(u, direction, 1, origin);
            Place(last, theta);
            var end = Derivatives(theta);
            if (!double.IsFinite(end.Value))
                break;
            Direction(last, end.Gradient, end.Hessian, out double left);
            if (!(left < 0.25 * decrement))
                break;
            (u, value, gradient, hessian) = (last, end.Value, end.Gradient, end.Hessian);
        }
        Place(u, theta);
        var far = Enumerable.Range(0, u.Length).Where(k => !IsReal(k) && Math.Abs(u[k] - origin[k]) > 30).ToList();
        var runaway = far.Where(k => u[k] > origin[k] ? double.IsInfinity(bounds[k].Upper) : double.IsInfinity(bounds[k].Lower)).ToList();
        var edge = Enumerable.Range(0, u.Length).Where(k => !runaway.Contains(k) && (far.Contains(k) || IsPressed(k, theta[free[k]], gradient[k], hessian[k * u.Length + k])));
        return new(theta, value, step, [.. edge.Select(k => free[k])], [.. runaway.Select(k => free[k])]);
    }

    private (double Value, double[] Gradient, double[] Hessian) Derivatives(double[] theta)
    {
        density.Differentiate(theta, outputs);
        var hessian = new double[free.Count * free.Count];
        for (int i = 0; i < free.Count; i++)
        {
            for (int j = 0; j < free.Count; j++)
                hessian[i * free.Count + j] = outputs[Layout.Second(parameters, free[i], free[j])];
        }
        return (outputs[0], [.. free.Select(i => outputs[1 + i])], hessian);
    }

    // Near an end of its interval (of a half-infinite one: so near that nothing is left to gain), with a Newton step in the parameter itself
    // leading past that end.
    private bool IsPressed(int k, double value, double gradient, double curvature)
    {
        var (lower, upper) = bounds[k];
        bool low = gradient < 0;
        double distance = low ? value - lower : upper - value, width = upper - lower;
        return (double.IsFinite(width) ? distance < 0.01 * width : Math.Abs(gradient) * distance < 1e-4) && (curvature >= 0 || Math.Abs(gradient / curvature) > 2 * distance);
    }

    private double[] Moved(double[] u, double[] direction, double fraction, double[] origin) =>
        [.. u.Select((x, k) => IsReal(k) ? x + fraction * direction[k] : Math.Clamp(x + fraction * direction[k], origin[k] - FarOut - 1, origin[k] + FarOut + 1))];

    private bool IsReal(int k) => double.IsInfinity(bounds[k].Lower) && double.IsInfinity(bounds[k].Upper);

    private double ToLine(int k, double value)
    {
        var (lower, upper) = bounds[k];
        return IsReal(k) ? value : double.IsInfinity(upper) ? Math.Log(value - lower)
            : double.IsInfinity(lower) ? -Math.Log(upper - value) : Math.Log((value - lower) / (upper - value));
    }

    private void Place(double[] u, double[] theta)
    {
        for (int k = 0; k < u.Length; k++)
        {
            var (lower, upper) = bounds[k];
            theta[free[k]] = IsReal(k) ? u[k] : double.IsInfinity(upper) ? lower + Math.Exp(u[k])
                : double.IsInfinity(lower) ? upper - Math.Exp(-u[k]) : lower + (upper - lower) / (1 + Math.Exp(-u[k]));
        }
    }

    // The chain rule with theta' and theta'' of each coordinate, then a Newton direction of a matrix made positive definite.
    private double[] Direction(double[] u, double[] gradient, double[] hessian, out double decrement)
    {
        int size = u.Length;
        var slope = new double[size];
        var first = new double[size];
        var negative = new double[size * size];
        for (int k = 0; k < size; k++)
        {
            var (lower, upper) = bounds[k];
            double share = 1 / (1 + Math.Exp(-u[k]));
            var (derivative, second) = IsReal(k) ? (1, 0) : double.IsInfinity(upper) ? (Math.Exp(u[k]), Math.Exp(u[k]))
                : double.IsInfinity(lower) ? (Math.Exp(-u[k]), -Math.Exp(-u[k])) : ((upper - lower) * share * (1 - share), (upper - lower) * share * (1 - share) * (1 - 2 * share));
            first[k] = derivative;
            slope[k] = gradient[k] * derivative;
            negative[k * size + k] -= gradient[k] * second;
        }
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
                negative[i * size + j] -= hessian[i * size + j] * first[i] * first[j];
        }
        // Where the density is straight in a coordinate its slope sets the shift, whatever the units: a shift of 1 then is a step that gains about 1.
        var curvature = new Information(negative, size);
        for (double shift = 1e-6; !curvature.IsPositiveDefinite && shift < 1e12; shift *= 10)
        {
            double[] shifted = [.. negative];
            for (int i = 0; i < size; i++)
                shifted[i * size + i] += shift * Math.Max(Math.Abs(negative[i * size + i]), IsReal(i) ? slope[i] * slope[i] : 1);
            curvature = new Information(shifted, size);
        }
        var direction = curvature.Times(slope);
        decrement = direction.Zip(slope, (a, b) => a * b).Sum();
        // A step of more than a few units on a log or logit scale leaves the region the quadratic knows.
        const double most = 5;
        double longest = direction.Where((_, k) => !IsReal(k)).Select(Math.Abs).DefaultIfEmpty(0).Max();
        return longest > most ? [.. direction.Select(d => d * most / longest)] : direction;
    }
}
