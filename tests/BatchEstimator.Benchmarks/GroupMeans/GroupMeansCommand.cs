using System.Diagnostics;

namespace BatchEstimator.Benchmarks.GroupMeans;

/// <summary>Rows per second and peak memory from a file to the mean of every group, beside the time it takes merely to read the bytes.</summary>
internal static class GroupMeansCommand
{
    public static async Task<int> Run(int rows, int groups)
    {
        string folder = Directory.CreateTempSubdirectory("batch-estimator-benchmark-").FullName;
        try
        {
            Console.WriteLine($"Generating {rows:N0} rows in {groups:N0} groups in {folder} ...");
            string csv = Path.Combine(folder, "data.csv");
            string parquet = Path.Combine(folder, "data.parquet");
            DataFiles files = new(rows, groups);
            files.WriteCsv(csv);
            await files.WriteParquet(parquet);
            ResultTable table = new(rows, groups);
            foreach (string file in new[] { csv, parquet }) await Measure(file, table);
            string written = table.Write();
            Console.WriteLine();
            Console.WriteLine(await File.ReadAllTextAsync(written));
            Console.WriteLine($"Written to {written}");
            return table.Agrees ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task Measure(string file, ResultTable table)
    {
        ReadBytes(file); // the first pass brings the file into the page cache; only what follows is compared
        double floor = Enumerable.Range(0, 3).Select(_ => ReadBytes(file)).Order().ElementAt(1);
        table.AddFloor(file, floor);
        foreach (int threads in new[] { 1, Environment.ProcessorCount }.Distinct())
        {
            Console.WriteLine($"{Path.GetFileName(file)}, {threads} thread(s) ...");
            table.Add(file, threads, floor, await Measurement.OfThree(file, threads));
        }
    }

    /// <summary>Reads every byte and, as wc -l does, counts line ends: what no reader can be faster than on one thread.</summary>
    private static double ReadBytes(string file)
    {
        Stopwatch clock = Stopwatch.StartNew();
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.Read, 0);
        byte[] buffer = new byte[1 << 20];
        long lines = 0;
        for (int read; (read = stream.Read(buffer)) > 0;) lines += buffer.AsSpan(0, read).Count((byte)'\n');
        GC.KeepAlive(lines);
        return clock.Elapsed.TotalSeconds;
    }
}
