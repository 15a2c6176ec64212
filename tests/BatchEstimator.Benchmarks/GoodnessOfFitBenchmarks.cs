using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Fitting;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Statistics;
using BenchmarkDotNet.Attributes;

namespace BatchEstimator.Benchmarks;

/// <summary>
/// A fit of 200 rows with its corrected goodness of fit, against the same fit without: the difference is what the refits cost. The rows come
/// from another family, so that drawing does not stop before the 999th sample.
/// </summary>
[MemoryDiagnoser]
public class GoodnessOfFitBenchmarks
{
    private const int Rows = 200;
    private FitAccumulator _fit = null!;

    [Params("gamma", "weibull", "normal", "lognormal", "exponential")]
    public string Family { get; set; } = "";

    [Params(GoodnessOfFitRequest.Off, GoodnessOfFitRequest.On)]
    public GoodnessOfFitRequest Test { get; set; }

    [GlobalSetup]
    public void Generate()
    {
        double[] values = new double[Rows];
        Xoshiro random = new(20_240_229);
        for (int row = 0; row < Rows; row++)
            values[row] = (row % 2 == 0 ? 1 : 3) + 0.05 * random.NextDouble();
        FitModel model = FitModel.Create(new() { Name = "fit", Family = Family, Response = "y", GoodnessOfFit = Test });
        Block block = new() { FirstRow = 1, Rows = Rows, Columns = [new NumberColumn("y", values)] };
        _fit = FitAccumulator.Create(model, [.. model.Requests.Select(request => request with { Kind = ColumnKind.Number })], new FitOptions(0.95, ["benchmark"], PictureGroups: 0));
        _fit.Add(_fit.Fold(block, [.. model.Requests.Select(_ => block.Columns[0])], GroupCodes.Single), [0]);
        int refits = _fit.Estimate(0, []).Result.GoodnessOfFit?.Refits ?? 0;
        if (Test == GoodnessOfFitRequest.On && refits != 999)
            throw new InvalidOperationException($"{refits} refits instead of 999.");
    }

    [Benchmark]
    public EstimatedFit Fit() => _fit.Estimate(0, []);
}
