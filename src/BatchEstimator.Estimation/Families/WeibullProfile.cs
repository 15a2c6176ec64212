using System.Buffers;
using System.Numerics;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Families;

/// <summary>
/// The equation for the shape k of a Weibull after its scale has been put in: with z = log(x / largest x), sums over all rows and means over
/// the failures, sum(w e^(kz) z) / sum(w e^(kz)) - 1/k - mean(z) = 0. The left side grows with k.
/// </summary>
/// <remarks>N. Balakrishnan and M. Kateri, Statist. Probab. Lett. 78 (2008) 2971-2975.</remarks>
internal sealed class WeibullProfile : IDisposable
{
    private const int MostSteps = 60;

    private readonly double[] z;
    private readonly double[]? weights;
    private readonly int count;
    private readonly double largest, failures, meanOfFailures;

    /// <summary>Takes rows that are exact or right-censored, at least one of them exact.</summary>
    public WeibullProfile(Sample sample)
    {
        (count, weights) = (sample.Count, sample.Weights);
        z = ArrayPool<double>.Shared.Rent(count);
        for (int i = 0; i < count; i++)
            largest = sample.Values[i] > largest ? sample.Values[i] : largest;
        ColumnMath.LogRatio(sample.Values.AsSpan(0, count), largest, z);
        double sum = 0;
        int exact = sample.CountOf(RowKnowledge.Exact);
        for (int i = 0; i < exact; i++)
            sum += sample.WeightOf(i) * z[i];
        failures = sample.ExactWeight;
        meanOfFailures = sum / failures;
    }

    /// <summary>The scale that is best at a shape: scale^shape = sum(w x^shape) / failures.</summary>
    public double ScaleAt(double shape) => largest * Math.Pow(Sums(shape).Sum / failures, 1 / shape);

    /// <summary>The best shape, its scale being free.</summary>
    public (double Shape, int Steps)? Solve(double start) => Root(start, k =>
    {
        var (sum, first, second) = Sums(k);
        double mean = first / sum;
        return (mean - 1 / k - meanOfFailures, second / sum - mean * mean + 1 / (k * k));
    });

    /// <summary>The best shape at a given scale: with y = log(x / scale), sum(w e^(ky) y) - failures (1/k + mean(y)) = 0.</summary>
    public (double Shape, int Steps)? SolveAt(double scale, double start)
    {
        double shift = Math.Log(largest) - Math.Log(scale);
        // From where the powers are moderate: down a steep exponential Newton's steps would be short.
        return Root(Math.Min(start, 5 / Math.Abs(shift)), k =>
        {
            var (sum, first, second) = Sums(k);
            double power = Math.Exp(k * shift);
            return (power * (first + shift * sum) - failures * (1 / k + meanOfFailures + shift),
                power * (second + shift * (2 * first + shift * sum)) + failures / (k * k));
        });
    }

    // The root of an increasing function, by Newton's steps in log k inside a bracket; null if it was not reached.
    private static (double Shape, int Steps)? Root(double start, Func<double, (double Value, double Slope)> function)
    {
        double lower = 0, upper = double.PositiveInfinity, k = start;
        for (int step = 1; step <= MostSteps; step++)
        {
            var (value, slope) = function(k);
            (lower, upper) = value < 0 ? (k, upper) : (lower, k);
            double next = k * Math.Exp(Math.Clamp(-value / (slope * k), -1.5, 1.5));
            if (!(next > lower && next < upper))
                next = double.IsInfinity(upper) ? 2 * lower : Math.Sqrt(Math.Max(lower, upper / 1024) * upper);
            double moved = Math.Abs(next - k) / k;
            k = next;
            if (moved <= 1e-14 || (step > 12 && moved <= 1e-12))
                return double.IsFinite(k) ? (k, step) : null;
        }
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<double>.Shared.Return(z);

    // The sums of w e^(kz), w e^(kz) z and w e^(kz) z^2.
    private (double Sum, double First, double Second) Sums(double k)
    {
        var (sum, first, second) = (Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero);
        int lanes = Vector<double>.Count, whole = count - count % lanes;
        for (int i = 0; i < whole; i += lanes)
        {
            Vector<double> at = new(z, i), power = Vector.Exp(k * at);
            if (weights is not null)
                power *= new Vector<double>(weights, i);
            sum += power;
            first += power * at;
            second += power * at * at;
        }
        var (s, f, t) = (Vector.Sum(sum), Vector.Sum(first), Vector.Sum(second));
        for (int i = whole; i < count; i++)
        {
            double power = Math.Exp(k * z[i]) * (weights is null ? 1 : weights[i]);
            (s, f, t) = (s + power, f + power * z[i], t + power * z[i] * z[i]);
        }
        return (s, f, t);
    }
}
