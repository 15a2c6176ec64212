using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Regression;

/// <summary>Where a search ended.</summary>
/// <param name="Top">The point, with its derivatives.</param>
/// <param name="Iterations">How many steps it took.</param>
/// <param name="Runaway">The free coefficients (by place among all) that were still running when it ended: off to infinity, or to an end of their values.</param>
internal sealed record RegressionEnd(RegressionPoint Top, int Iterations, IReadOnlyList<int> Runaway);

/// <summary>
/// Climbs by damped Newton steps with the observed information; parameters with ends move on the log or logit scale. The curvature is shifted
/// until it is that of a maximum, the step is halved until it climbs. The end is evaluated afresh, for checks that know nothing of the search.
/// </summary>
/// <remarks>J. Nocedal and S. Wright, Numerical Optimization, 2nd ed. (2006), section 3.4.</remarks>
/// <param name="objective">What is climbed.</param>
internal sealed class RegressionSearch(RegressionObjective objective)
{
    private const int MostSteps = 200;
    private const double FarOut = 30;

    // A sample is followed to within a tenth of a standard error of the whole.
    private const int MostSampleSteps = 20;
    private const double CloseEnough = 0.01;

    private readonly IReadOnlyList<int> free = objective.Free;

    /// <summary>Climbs from a start, near the top by a fraction of the rows if there are many; null if the density is not finite there.</summary>
    public RegressionEnd? From(double[] start)
    {
        var here = Near(start) ?? objective.At([.. start], KernelOrder.Hessian);
        if (!IsUsable(here))
            return null;
        double[] origin = [.. free.Select(i => objective.Coefficients[i].ToLine(start[i]))];
        int step = 0;
        for (; step < MostSteps; step++)
        {
            var (direction, decrement) = Direction(here);
            if (decrement < 1e-22 * (1 + Math.Abs(here.Value)))
                break;
            double[] line = [.. free.Select(i => objective.Coefficients[i].ToLine(here.Beta[i]))];
            var next = Climb(here, line, direction);
            // So near the top that the value is all rounding, the slope still tells whether a step is a good one.
            if (next is null)
            {
                next = objective.At(Placed(here.Beta, line, direction, 1), KernelOrder.Hessian);
                if (!IsUsable(next) || !(Direction(next).Decrement < 0.25 * decrement))
                    break;
            }
            here = next;
            if (Enumerable.Range(0, free.Count).Any(k => IsFar(k, here, origin)))
                break;
        }
        return new(here, step, [.. Enumerable.Range(0, free.Count).Where(k => IsFar(k, here, origin)).Select(k => free[k])]);
    }

    // Where a sample of the rows has its top, if it has one within easy reach and the whole is finite there.
    private RegressionPoint? Near(double[] start)
    {
        if (objective.Thinned() is not { } sample)
            return null;
        var search = new RegressionSearch(sample);
        var here = sample.At([.. start], KernelOrder.Hessian);
        for (int step = 0; step < MostSampleSteps && IsUsable(here); step++)
        {
            if (!search.Curvature(here).Information.IsPositiveDefinite)
                return null;
            var (direction, decrement) = search.Direction(here);
            if (decrement < CloseEnough)
            {
                var near = objective.At(here.Beta, KernelOrder.Hessian);
                return IsUsable(near) ? near : null;
            }
            double[] line = [.. free.Select(i => objective.Coefficients[i].ToLine(here.Beta[i]))];
            if (search.Climb(here, line, direction) is not { } next)
                return null;
            here = next;
        }
        return null;
    }

    private bool IsFar(int k, RegressionPoint point, double[] origin) =>
        !objective.Coefficients[free[k]].IsReal && Math.Abs(objective.Coefficients[free[k]].ToLine(point.Beta[free[k]]) - origin[k]) > FarOut;

    private RegressionPoint? Climb(RegressionPoint here, double[] line, double[] direction)
    {
        double fraction = 1;
        for (int half = 0; half < 50; half++, fraction /= 2)
        {
            var next = objective.At(Placed(here.Beta, line, direction, fraction), KernelOrder.Hessian);
            if (next.Value > here.Value && IsUsable(next))
                return next;
        }
        return null;
    }

    private static bool IsUsable(RegressionPoint point) =>
        double.IsFinite(point.Value) && Array.TrueForAll(point.Gradient, double.IsFinite) && Array.TrueForAll(point.Curvature, double.IsFinite);

    private double[] Placed(double[] beta, double[] line, double[] direction, double fraction)
    {
        double[] next = [.. beta];
        for (int k = 0; k < free.Count; k++)
            next[free[k]] = objective.Coefficients[free[k]].FromLine(line[k] + fraction * direction[k]);
        return next;
    }

    // The chain rule with theta' and theta'' of each coordinate.
    private (double[] Slope, double[] Matrix, Information Information) Curvature(RegressionPoint point)
    {
        int count = free.Count;
        double[] slope = [.. point.Gradient], matrix = [.. point.Curvature];
        for (int k = 0; k < count; k++)
        {
            if (objective.Coefficients[free[k]].IsReal)
                continue;
            var (first, second) = objective.Coefficients[free[k]].Stretch(point.Beta[free[k]]);
            for (int j = 0; j < count; j++)
            {
                matrix[k * count + j] *= first;
                matrix[j * count + k] *= first;
            }
            matrix[k * count + k] -= slope[k] * second;
            slope[k] *= first;
        }
        return (slope, matrix, Information.Of(matrix, count));
    }

    // A Newton direction of a matrix made positive definite.
    private (double[] Direction, double Decrement) Direction(RegressionPoint point)
    {
        int count = free.Count;
        var (slope, matrix, information) = Curvature(point);
        for (double shift = 1e-6; !information.IsPositiveDefinite && shift < 1e12; shift *= 10)
        {
            double[] shifted = [.. matrix];
            for (int i = 0; i < count; i++)
                shifted[i * count + i] += shift * Math.Max(Math.Abs(matrix[i * count + i]), slope[i] * slope[i]);
            information = Information.Of(shifted, count);
        }
        double[] direction = information.Times(slope);
        double decrement = direction.Zip(slope, (a, b) => a * b).Sum();
        // A step of more than a few units on a log or logit scale leaves the region the quadratic knows.
        const double most = 3;
        double longest = direction.Where((_, k) => !objective.Coefficients[free[k]].IsReal).Select(Math.Abs).DefaultIfEmpty(0).Max();
        return (longest > most ? [.. direction.Select(d => d * most / longest)] : direction, decrement);
    }
}
