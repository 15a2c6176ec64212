using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Statistics;

namespace BatchEstimator.Estimation.Fitting;

/// <summary>
/// Fits the same model to many samples like the one at hand: drawn from the fitted distribution, or from its own rows with replacement.
/// A sample without an estimate is counted, not replaced.
/// </summary>
/// <remarks>B. Efron, Ann. Statist. 7 (1979) 1-26.</remarks>
internal sealed class Bootstrap(GroupFitter fitter, Xoshiro random)
{
    /// <summary>The estimates of the samples, in the units of the data; a null for each that had none.</summary>
    /// <param name="sample">The rows.</param>
    /// <param name="estimate">The fit, in the units of the data.</param>
    /// <param name="kind">What is drawn.</param>
    /// <param name="replicates">How many samples.</param>
    public double[]?[] Estimates(Sample sample, double[] estimate, BootstrapKind kind, int replicates)
    {
        var result = new double[replicates][];
        var resampler = new Resampler(sample);
        for (int i = 0; i < replicates; i++)
        {
            var drawn = kind == BootstrapKind.Nonparametric ? resampler.Draw(random) : Drawn(sample, estimate);
            result[i] = fitter.Fit(drawn)!;
        }
        return result;
    }

    /// <summary>As many values as the sample has, from the fitted distribution.</summary>
    public Sample Drawn(Sample sample, double[] estimate)
    {
        var values = new double[(int)Math.Round(sample.TotalWeight)];
        if (!fitter.Family.Draw(random, estimate, values))
            throw new InvalidOperationException($"{fitter.Family.Name} cannot draw.");
        return Sample.Of(values);
    }
}

/// <summary>Draws rows of a sample with replacement, each as often as its weight says.</summary>
internal sealed class Resampler
{
    private readonly Sample sample;
    private readonly double[]? cumulative;

    public Resampler(Sample sample)
    {
        this.sample = sample;
        if (sample.Weights is null)
            return;
        cumulative = new double[sample.Count];
        double sum = 0;
        for (int i = 0; i < sample.Count; i++)
            cumulative[i] = sum += sample.Weights[i];
    }

    public Sample Draw(Xoshiro random)
    {
        int size = (int)Math.Round(sample.TotalWeight);
        var times = new double[sample.Count];
        for (int i = 0; i < size; i++)
            times[Row(random)]++;
        return Kept(times);
    }

    private int Row(Xoshiro random)
    {
        if (cumulative is null)
            return random.Next(sample.Count);
        int place = Array.BinarySearch(cumulative, random.NextDouble() * cumulative[^1]);
        return Math.Min(place < 0 ? ~place : place, sample.Count - 1);
    }

    // The rows that were drawn at all, with how often as their weight.
    private Sample Kept(double[] times)
    {
        int kept = times.Count(count => count > 0), place = 0;
        var (values, weights, counts) = (new double[kept], new double[kept], new int[4]);
        double[]? uppers = sample.Uppers is null ? null : new double[kept];
        for (int knowledge = 0; knowledge < 4; knowledge++)
        {
            int from = sample.StartOf((RowKnowledge)knowledge);
            for (int i = from; i < from + sample.CountOf((RowKnowledge)knowledge); i++)
            {
                if (times[i] == 0)
                    continue;
                (values[place], weights[place]) = (sample.Values[i], times[i]);
                if (uppers is not null)
                    uppers[place] = sample.Uppers![i];
                counts[knowledge]++;
                place++;
            }
        }
        return new Sample(values, uppers, weights, counts).Within(sample.TruncatedBelow, sample.TruncatedAbove);
    }
}
