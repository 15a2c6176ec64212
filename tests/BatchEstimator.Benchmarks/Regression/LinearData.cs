using BatchEstimator.Estimation.Regression;

namespace BatchEstimator.Benchmarks.Regression;

/// <summary>A response that is a sum of uniform predictors and noise.</summary>
internal sealed record LinearData(int Rows, int Predictors, RowTable Table)
{
    /// <summary>An intercept and every predictor.</summary>
    public PredictorDesign Design { get; } =
        new([new ConstantBlock(0), new NumericBlock(1, [.. Enumerable.Range(0, Predictors)], new double[Predictors], [.. Enumerable.Repeat(1.0, Predictors)])], []);

    public static LinearData Draw(int rows, int predictors)
    {
        Random random = new(20_240_229);
        double[][] columns = [.. Enumerable.Range(0, predictors).Select(_ => Enumerable.Range(0, rows).Select(_ => 2 * random.NextDouble() - 1).ToArray())];
        double[] response = [.. Enumerable.Range(0, rows).Select(row => 1 + columns.Select((column, j) => (j % 3 - 1) * column[row]).Sum() + random.NextDouble())];
        return new(rows, predictors, new([.. columns, response], []));
    }

    /// <summary>The milliseconds of the best of many fits of the whole.</summary>
    public Time Whole(int runs)
    {
        LeastSquares fit = new(Design, Predictors + 1, TwoThreads.ForEach);
        Time time = TwoThreads.Best(runs, () => fit.Fit(new(Table, Predictors, -1, 0, Rows)));
        return fit.Rank == Predictors + 1 && fit.Digits > 15 ? time : throw new InvalidOperationException("The fit is not good.");
    }

    /// <summary>The milliseconds of the best of many fits of every group, each thread with a workspace of its own.</summary>
    public Time InGroups(int groupRows, int runs)
    {
        int groups = Rows / groupRows, good = 0;
        Time time = TwoThreads.Best(runs, () =>
        {
            good = 0;
            TwoThreads.ForEach(TwoThreads.Threads, thread =>
            {
                LeastSquares fit = new(Design, Predictors + 1);
                int own = 0;
                for (int group = thread * groups / TwoThreads.Threads; group < (thread + 1) * groups / TwoThreads.Threads; group++)
                {
                    fit.Fit(new(Table, Predictors, -1, group * groupRows, (group + 1) * groupRows));
                    own += fit.Digits > 15 ? 1 : 0;
                }
                Interlocked.Add(ref good, own);
            });
        });
        return good == groups ? time : throw new InvalidOperationException($"{groups - good} groups have no good fit.");
    }

    /// <summary>Writes the columns one after the other, the response last, as bytes of doubles.</summary>
    public void Write(string path)
    {
        using FileStream file = File.Create(path);
        foreach (double[] column in Table.Numbers)
            file.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes<double>(column));
    }
}
