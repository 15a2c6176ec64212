using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Fitting;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Results;

namespace BatchEstimator.Benchmarks.Regression;

/// <summary>What the whole estimator takes for a regression: folding and packing the rows, and the fit once they are in memory.</summary>
/// <param name="Fold">Folding blocks and putting rows in order, with the first fit, which also compiles.</param>
/// <param name="Fit">The best of the fits after it.</param>
/// <param name="Bytes">What the fit allocates.</param>
/// <param name="First">The result of the first group.</param>
internal sealed record FormulaTimes(Time Fold, Time Fit, long Bytes, FitResult First)
{
    public static FormulaTimes Of(FitDefinition definition, FormulaData data, int groupRows, int runs)
    {
        FitModel model = FitModel.Create(definition);
        ColumnRequest[] resolved = [.. model.Requests.Select(request => request with { Kind = request.Name[0] == 'g' ? ColumnKind.Text : ColumnKind.Number })];
        FitAccumulator fit = FitAccumulator.Create(model, resolved, new FitOptions(0.95, ["memory"], PictureGroups: 0) { ForEach = TwoThreads.ForEach });
        int groups = data.Rows / groupRows;
        FitResult first = null!;
        Time fold = TwoThreads.Best(1, () =>
        {
            foreach (var (block, codes, numbers) in data.Blocks(model, groupRows))
                fit.Add(fit.Fold(block, block.Columns, codes), numbers);
            first = fit.Estimate(0, [], inFull: false).Result;
        });
        if (first.Parameters.Count == 0)
            throw new InvalidOperationException($"{definition.Name}: {string.Join(", ", first.Codes)}");
        long before = GC.GetTotalAllocatedBytes();
        Time time = TwoThreads.Best(runs, () =>
        {
            if (groups == 1)
                fit.Estimate(0, [], inFull: false);
            else
                TwoThreads.ForEach(TwoThreads.Strands, strand =>
                {
                    for (int group = groups * strand / TwoThreads.Strands; group < groups * (strand + 1) / TwoThreads.Strands; group++)
                        fit.Estimate(group, [], inFull: false);
                });
        });
        return new(fold, time, (GC.GetTotalAllocatedBytes() - before) / runs, first);
    }
}
