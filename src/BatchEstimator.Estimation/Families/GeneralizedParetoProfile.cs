using System.Buffers;
using System.Numerics;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// The likelihood of a generalised Pareto along its ridge. With y = x / largest x and theta = shape largest / scale the best shape is
/// theta A, A = mean(log(1 + theta y)) / theta, and the best scale largest A, which leaves a function of theta alone on (-1, infinity):
/// -log A - theta A - 1 a row. It can have several tops, so it is looked at all along log(1 + theta) before its best place is refined.
/// </summary>
/// <remarks>S. D. Grimshaw, Computing maximum likelihood estimates for the generalized Pareto distribution, Technometrics 35 (1993) 185-191.</remarks>
internal sealed class GeneralizedParetoProfile : IDisposable
{
    private const int MostSteps = 100;

    private readonly double[] y;
    private readonly double[]? weights;
    private readonly int count;
    private readonly double largest, least, weight;
    private double? relative;

    /// <summary>Takes rows that are all exact.</summary>
    public GeneralizedParetoProfile(Sample sample)
    {
        (count, weights, weight) = (sample.Count, sample.Weights, sample.TotalWeight);
        y = ArrayPool<double>.Shared.Rent(count);
        foreach (double value in sample.ExactValues)
            largest = Math.Max(largest, value);
        least = 1;
        for (int i = 0; i < count; i++)
        {
            y[i] = sample.Values[i] / largest;
            least = Math.Min(least, y[i]);
        }
    }

    /// <summary>The highest point with shape at least -1; null if it could not be refined.</summary>
    /// <param name="held">The scale, if it is held. From the largest value on, the likelihood is then highest at shape -1.</param>
    public (double Scale, double Shape, int Steps)? Solve(double? held)
    {
        if (held >= largest)
            return (held.Value, -1, 0);
        relative = held / largest;
        double[] grid = [.. Grid()];
        // Shape -1 and the scale the largest value make the log-likelihood that of a uniform, which is 0 here.
        double highest = relative is null ? 0 : double.NegativeInfinity;
        int best = -1;
        for (int i = 0; i < grid.Length; i++)
        {
            var (shape, _, value, _) = At(grid[i]);
            if (value > highest && shape > -1)
                (highest, best) = (value, i);
        }
        // A trifle above the largest value, so that the value itself is inside the support.
        return best < 0 ? (largest * (1 + 4e-16), -1, 0) : Refine(grid[Math.Max(best - 1, 0)], grid[best], grid[Math.Min(best + 1, grid.Length - 1)]);
    }

    /// <summary>
    /// The best scale at a shape: with q = x / scale, mean((1 + shape) q / (1 + shape q)) = 1, whose left side falls as the scale grows.
    /// Newton's steps in log scale inside a bracket; null if not reached.
    /// </summary>
    public (double Scale, int Steps)? SolveAt(double shape)
    {
        if (!(shape > -1))
            return null;
        double lower = Math.Max(-shape, 1e-300), upper = double.PositiveInfinity, scale = Math.Max(1, 2 * lower);
        for (int step = 1; step <= MostSteps; step++)
        {
            double sum = 0, slope = 0;
            for (int i = 0; i < count; i++)
            {
                double share = y[i] / (scale + shape * y[i]), w = weights is null ? 1 : weights[i];
                sum += w * share;
                slope += w * share * scale / (scale + shape * y[i]);
            }
            double value = (1 + shape) * sum / weight - 1;
            (lower, upper) = value > 0 ? (scale, upper) : (lower, scale);
            double next = scale * Math.Exp(Math.Clamp(value * weight / ((1 + shape) * slope), -3, 3));
            if (!(next > lower && next < upper))
                next = double.IsInfinity(upper) ? 4 * lower : 0.5 * (lower + upper);
            double moved = Math.Abs(next - scale) / scale;
            scale = next;
            if (moved <= 1e-15 || (step > 20 && moved <= 1e-13))
                return (largest * scale, step);
        }
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<double>.Shared.Return(y);

    // u = log(1 + theta): close together about the exponential, wide apart where the profile is nearly a line.
    private IEnumerable<double> Grid()
    {
        double end = Math.Min(690, Math.Max(12, 6 - Math.Log(Math.Max(least, 1e-300))));
        for (double u = -36; u < -4; u++)
            yield return u;
        for (double u = -4; u < 8; u += 0.25)
            yield return u;
        for (double u = 8; u <= end; u++)
            yield return u;
    }

    // The root of the slope between the neighbours of the best place, by the secant's steps and halving.
    private (double Scale, double Shape, int Steps)? Refine(double left, double best, double right)
    {
        double a = left, b = right, u = best, slope = At(u).Slope, older = double.NaN, olderSlope = 0;
        for (int step = 1; step <= MostSteps; step++)
        {
            (a, b) = slope > 0 ? (u, b) : (a, u);
            double next = u - slope * (u - older) / (slope - olderSlope);
            if (!(next > a && next < b) || step % 8 == 0)
                next = 0.5 * (a + b);
            double moved = Math.Abs(next - u);
            (older, olderSlope, u) = (u, slope, next);
            (double shape, double scale, _, slope) = At(u);
            if (slope != 0 && moved > 1e-15 * (Math.Abs(u) + 1e-3))
                continue;
            return shape > -1 ? (largest * scale, shape, step) : null;
        }
        return null;
    }

    // Shape, scale over the largest value, the log-likelihood a row beyond -log largest, and its slope in u.
    private (double Shape, double Scale, double Value, double Slope) At(double u)
    {
        double theta = SpecialFunctions.ExpM1(u), step = Math.Exp(u);
        var (ratio, bend) = Math.Abs(theta) < 0.01 ? Near(theta) : Far(theta, step);
        // At a scale s the shape is theta s, and a row has -log s - (1 + theta s) A / s.
        return relative is { } s
            ? (theta * s, s, -Math.Log(s) - (1 / s + theta) * ratio, -(ratio + (1 / s + theta) * bend) * step)
            : (theta * ratio, ratio, -Math.Log(ratio) - theta * ratio - 1, -(bend / ratio + ratio + theta * bend) * step);
    }

    // A = mean(log(1 + theta y)) / theta and its derivative; 1 + theta y as (1 - y) + y (1 + theta), which keeps its digits near theta = -1.
    private (double Ratio, double Bend) Far(double theta, double end)
    {
        var (logs, shares) = (Vector<double>.Zero, Vector<double>.Zero);
        int lanes = Vector<double>.Count, whole = count - count % lanes;
        for (int i = 0; i < whole; i += lanes)
        {
            Vector<double> w = weights is null ? Vector<double>.One : new(weights, i), at = new(y, i), inner = (Vector<double>.One - at) + end * at;
            logs += w * Vector.Log(inner);
            shares += w * at / inner;
        }
        double log = Vector.Sum(logs), share = Vector.Sum(shares);
        for (int i = whole; i < count; i++)
        {
            double w = weights is null ? 1 : weights[i], inner = (1 - y[i]) + end * y[i];
            log += w * Math.Log(inner);
            share += w * y[i] / inner;
        }
        double ratio = log / (theta * weight);
        return (ratio, (share / weight - ratio) / theta);
    }

    // The same by the power series of log(1 + t)/t, to the last digit for |t| <= 0.01.
    private (double Ratio, double Bend) Near(double theta)
    {
        double sum = 0, slope = 0;
        for (int i = 0; i < count; i++)
        {
            double t = theta * y[i], w = weights is null ? 1 : weights[i];
            sum += w * y[i] * (1 - t * (1.0 / 2 - t * (1.0 / 3 - t * (1.0 / 4 - t * (1.0 / 5 - t * (1.0 / 6 - t * (1.0 / 7 - t * (1.0 / 8 - t / 9))))))));
            slope -= w * y[i] * y[i] * (1.0 / 2 - t * (2.0 / 3 - t * (3.0 / 4 - t * (4.0 / 5 - t * (5.0 / 6 - t * (6.0 / 7 - t * (7.0 / 8 - t * 8 / 9)))))));
        }
        return (sum / weight, slope / weight);
    }
}
