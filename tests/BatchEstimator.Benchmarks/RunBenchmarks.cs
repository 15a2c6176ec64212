using BatchEstimator.Worker.Running;
using BenchmarkDotNet.Attributes;

namespace BatchEstimator.Benchmarks;

/// <summary>A whole run over a file small enough to repeat: how reading, grouping and folding share the time.</summary>
[MemoryDiagnoser]
public class RunBenchmarks
{
    private const int Rows = 500_000;
    private string _folder = "";
    private string _file = "";

    [Params("csv", "parquet")]
    public string Format { get; set; } = "";

    [Params(1, 10_000)]
    public int Groups { get; set; }

    [GlobalSetup]
    public async Task Generate()
    {
        _folder = Directory.CreateTempSubdirectory("batch-estimator-benchmark-").FullName;
        _file = Path.Combine(_folder, "data." + Format);
        DataFiles files = new(Rows, Groups);
        if (Format == "csv") files.WriteCsv(_file);
        else await files.WriteParquet(_file);
    }

    [GlobalCleanup]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [Benchmark]
    public RunResult GroupMeans() => Engine.Run(_file, threads: 1);
}
