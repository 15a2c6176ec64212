using BatchEstimator.Estimation.Families;
using BatchEstimator.Estimation.Inference;
using BatchEstimator.Estimation.Likelihoods;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>How far a sample lies from a fitted distribution, by one or several statistics.</summary>
internal abstract class FitDistance
{
    /// <summary>The names of the statistics.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    /// <summary>The degrees of freedom of each statistic; null = it has none.</summary>
    /// <param name="free">The number of parameters that were estimated.</param>
    public virtual double? DegreesOfFreedom(int free) => null;

    /// <summary>The statistics.</summary>
    /// <param name="sample">The rows in ascending order, all known exactly.</param>
    /// <param name="family">The fitted family.</param>
    /// <param name="parameters">Its parameters, in the units of the rows.</param>
    /// <param name="statistics">Receives them.</param>
    public abstract void Measure(Sample sample, ScalarFamily family, double[] parameters, Span<double> statistics);
}

/// <summary>The distances between two distribution functions, for continuous families. One object measures one sample after another in the same room.</summary>
internal sealed class ContinuousDistance : FitDistance
{
    // From here on the survival function is not the complement of the distribution function but the family's own.
    private const double NearlyOne = -1e-6;

    private static readonly Variable Log = new(VariableKind.Data, 0, "log F");
    private static readonly RowKernel Exponential = new(Functions.Exp(Log), []), Complement = new(Functions.Log1MExp(Log), []);

    private readonly ColumnBuffers buffers = new();

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; } = ["kolmogorov-smirnov", "anderson-darling", "cramer-von-mises"];

    /// <inheritdoc/>
    public override void Measure(Sample sample, ScalarFamily family, double[] parameters, Span<double> statistics)
    {
        int n = sample.Count;
        double[] logCdf = buffers.Of(0, n), cdf = buffers.Of(1, n), logSurvival = buffers.Of(2, n);
        double[][] values = [sample.Values], logs = [logCdf];
        family.LogCdf(sample.Values, n, parameters, logCdf);
        Exponential.Values(logs, 0, n, [], [], cdf);
        int tail = n;
        while (tail > 0 && logCdf[tail - 1] > NearlyOne)
            tail--;
        if (tail > 0)
            Complement.Values(logs, 0, tail, [], [], logSurvival);
        if (tail < n)
        {
            double[] far = buffers.Of(3, n - tail);
            family.Kernels.Above.Values(values, tail, n, parameters, [], far);
            far.AsSpan(0, n - tail).CopyTo(logSurvival.AsSpan(tail));
        }
        var distance = DistributionDistance.Of(cdf.AsSpan(0, n), logCdf, logSurvival, sample.Weights);
        (statistics[0], statistics[1], statistics[2]) = (distance.KolmogorovSmirnov, distance.AndersonDarling, distance.CramerVonMises);
    }
}

/// <summary>
/// Pearson's chi-square over cells of counts, merged from 0 upwards until the fit to the data expects enough rows in each; the last cell has
/// no end. The cells stay when the parameters move.
/// </summary>
internal sealed class CountDistance : FitDistance
{
    private const int LargestCount = 1 << 16;

    private readonly int[] cellOf;
    private readonly double[] grid, logs, observed, expected;

    private CountDistance(int[] cellOf, double[] grid, int cells)
    {
        (this.cellOf, this.grid) = (cellOf, grid);
        logs = new double[cellOf.Length];
        (observed, expected) = (new double[cells], new double[cells]);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; } = ["chi-square"];

    /// <inheritdoc/>
    public override double? DegreesOfFreedom(int free) => observed.Length - 1 - free;

    /// <summary>The cells for a fit; null if its counts are so large that there would be no end of them.</summary>
    /// <param name="family">The family.</param>
    /// <param name="parameters">The fit.</param>
    /// <param name="n">The number of rows.</param>
    public static CountDistance? Of(ScalarFamily family, double[] parameters, double n)
    {
        for (int size = 256; size <= LargestCount; size *= 2)
        {
            double[] grid = [.. Enumerable.Range(0, size).Select(k => (double)k)], logs = new double[size];
            family.Kernels.Exact.Values([grid], 0, size, parameters, [], logs);
            var cellOf = new int[size];
            double inCell = 0, rest = n;
            for (int k = 0, cell = 0; k < size; k++)
            {
                double expected = n * Math.Exp(logs[k]);
                (inCell, rest, cellOf[k]) = (inCell + expected, rest - expected, cell);
                // A cell is closed only if enough is left for the next, so the last one has enough as well.
                if (rest < ChiSquareDistance.LeastExpected)
                    return new(cellOf[..(k + 1)], grid, cell + 1);
                if (inCell >= ChiSquareDistance.LeastExpected)
                    (cell, inCell) = (cell + 1, 0);
            }
        }
        return null;
    }

    /// <inheritdoc/>
    public override void Measure(Sample sample, ScalarFamily family, double[] parameters, Span<double> statistics)
    {
        Array.Clear(observed);
        Array.Clear(expected);
        double n = sample.TotalWeight;
        for (int i = 0; i < sample.Count; i++)
            observed[sample.Values[i] < cellOf.Length ? cellOf[(int)sample.Values[i]] : ^1] += sample.WeightOf(i);
        family.Kernels.Exact.Values([grid], 0, cellOf.Length, parameters, [], logs);
        expected[^1] = n;
        for (int k = 0; k < cellOf.Length && cellOf[k] < expected.Length - 1; k++)
        {
            double here = n * Math.Exp(logs[k]);
            expected[cellOf[k]] += here;
            expected[^1] -= here;
        }
        statistics[0] = ChiSquareDistance.Of(observed, expected);
    }
}
