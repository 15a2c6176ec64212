using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Numerics;

namespace BatchEstimator.Estimation.Regression;

/// <summary>
/// Climbs where priors have kinks: each step goes to the top of the quadratic that the smooth part looks like, with the kinks as they are, so
/// that coefficients come to sit on theirs exactly. Once it is settled which do, the steps are Newton's in the others.
/// </summary>
/// <remarks>Proximal Newton steps: J. D. Lee, Y. Sun and M. A. Saunders, SIAM J. Optim. 24 (2014) 1420-1443, algorithm 1.</remarks>
/// <param name="objective">What is climbed.</param>
internal sealed class LassoSearch(RegressionObjective objective)
{
    private const int MostSteps = 200;
    private const double FarOut = 30, LongestStretch = 3;

    private readonly IReadOnlyList<int> free = objective.Free;
    private readonly (double Location, double Slope)?[] kinks = [.. objective.Free.Select(objective.KinkOf)];

    /// <summary>Climbs from a start; null if the density is not finite there.</summary>
    public RegressionEnd? From(double[] start)
    {
        var here = objective.At([.. start], KernelOrder.Hessian);
        if (!IsUsable(here))
            return null;
        double[] origin = Line(here.Beta);
        int step = 0;
        for (; step < MostSteps; step++)
        {
            var aim = Aim(here);
            if (!(aim.Gain >= 1e-22 * (1 + Math.Abs(here.Value))))
                break;
            var next = Climb(here, aim);
            // So near the top that the value is all rounding, the gain still to be had tells whether a step is a good one.
            if (next is null)
            {
                next = objective.At(Placed(here.Beta, aim, 1), KernelOrder.Hessian);
                if (!IsUsable(next) || !(Aim(next).Gain < 0.25 * aim.Gain))
                    break;
            }
            here = next;
            if (Runaway(here, origin).Any())
                break;
        }
        return new(here, step, [.. Runaway(here, origin)]);
    }

    private IEnumerable<int> Runaway(RegressionPoint point, double[] origin)
    {
        double[] line = Line(point.Beta);
        return Enumerable.Range(0, free.Count).Where(k => !objective.Coefficients[free[k]].IsReal && Math.Abs(line[k] - origin[k]) > FarOut).Select(k => free[k]);
    }

    private double[] Line(double[] beta) => [.. free.Select(i => objective.Coefficients[i].ToLine(beta[i]))];

    private RegressionPoint? Climb(RegressionPoint here, LassoAim aim)
    {
        double longest = Enumerable.Range(0, free.Count).Where(k => !objective.Coefficients[free[k]].IsReal).Select(k => Math.Abs(aim.Step[k])).DefaultIfEmpty(0).Max();
        double fraction = Math.Min(1, LongestStretch / longest);
        for (int half = 0; half < 50; half++, fraction /= 2)
        {
            var next = objective.At(Placed(here.Beta, aim, fraction), KernelOrder.Hessian);
            if (next.Value > here.Value && IsUsable(next))
                return next;
        }
        return null;
    }

    private static bool IsUsable(RegressionPoint point) =>
        double.IsFinite(point.Value) && Array.TrueForAll(point.Gradient, double.IsFinite) && Array.TrueForAll(point.Curvature, double.IsFinite);

    private double[] Placed(double[] beta, LassoAim aim, double fraction)
    {
        double[] next = [.. beta];
        for (int k = 0; k < free.Count; k++)
        {
            var coefficient = objective.Coefficients[free[k]];
            if (fraction == 1 && aim.OnKink[k])
                next[free[k]] = kinks[k]!.Value.Location;
            else if (aim.Step[k] != 0)
                next[free[k]] = coefficient.FromLine(coefficient.ToLine(beta[free[k]]) + fraction * aim.Step[k]);
        }
        return next;
    }

    // On the line where each coefficient has no ends: the smooth slope, the curvature, and kinks as they are there.
    private LassoAim Aim(RegressionPoint point)
    {
        int count = free.Count;
        double[] slope = [.. point.Gradient], matrix = [.. point.Curvature], weights = new double[count], offsets = new double[count];
        for (int k = 0; k < count; k++)
        {
            var coefficient = objective.Coefficients[free[k]];
            double value = point.Beta[free[k]];
            var (first, second) = coefficient.Stretch(value);
            if (!coefficient.IsReal)
            {
                for (int j = 0; j < count; j++)
                {
                    matrix[k * count + j] *= first;
                    matrix[j * count + k] *= first;
                }
                matrix[k * count + k] -= slope[k] * second;
                slope[k] *= first;
            }
            if (kinks[k] is not { } kink)
                continue;
            weights[k] = kink.Slope * first;
            offsets[k] = value == kink.Location ? 0 : coefficient.ToLine(value) - coefficient.ToLine(kink.Location);
            slope[k] += weights[k] * Math.Sign(offsets[k]);
        }
        double[] places = new KinkedQuadratic(slope, MadeConcave(matrix, slope), weights, offsets).Top();
        double[] step = [.. places.Zip(offsets, (to, from) => to - from)];
        double gain = Enumerable.Range(0, count).Sum(k => slope[k] * step[k] - weights[k] * (Math.Abs(places[k]) - Math.Abs(offsets[k])));
        return new(step, [.. places.Select((place, k) => weights[k] > 0 && place == 0)], gain);
    }

    // Unchanged if positive definite up to rounding; else its diagonal is raised until it is.
    private static double[] MadeConcave(double[] matrix, double[] slope)
    {
        int count = slope.Length;
        if (IsPositiveDefinite(Raised(1e-10)))
            return matrix;
        for (double share = 1e-6; share < 1e12; share *= 10)
        {
            double[] raised = Raised(share);
            if (IsPositiveDefinite(raised))
                return raised;
        }
        return Raised(1e12);

        double[] Raised(double share)
        {
            double[] raised = [.. matrix];
            for (int i = 0; i < count; i++)
                raised[i * count + i] += share * Math.Max(Math.Abs(matrix[i * count + i]), share < 1e-8 ? 0 : slope[i] * slope[i]);
            return raised;
        }

        bool IsPositiveDefinite(double[] candidate) => new NormalEquations([.. candidate.Select(value => (DoubleDouble)value)], count).Rank == count;
    }

    /// <summary>Where a step goes.</summary>
    /// <param name="Step">On the line, by place among the free coefficients.</param>
    /// <param name="OnKink">Whether the full step ends exactly on the kink.</param>
    /// <param name="Gain">What the step promises to first order.</param>
    private sealed record LassoAim(double[] Step, bool[] OnKink, double Gain);
}
