using System.Globalization;

namespace BatchEstimator.Benchmarks.Groups;

/// <summary>Another program that fits the same groups: a script that prints its milliseconds, best of <see cref="Runs"/>, for a file of one value a row, group by group.</summary>
internal sealed record Peer(string Name, IReadOnlyList<string> Programs, string Script)
{
    public const int Runs = 3;

    public static readonly Peer[] All =
    [
        new("SciPy, no standard errors", ["python3", "/usr/bin/python3"], "peer_scipy.py"),
        new("MASS (R)", ["Rscript"], "peer_mass.R"),
    ];

    /// <summary>The times by family; null if the program, or the package it needs, is not installed.</summary>
    public async Task<double[]?> Milliseconds(IReadOnlyList<GroupedData> data)
    {
        string folder = Directory.CreateTempSubdirectory("batch-estimator-benchmark-").FullName;
        try
        {
            foreach (GroupedData one in data)
                await File.WriteAllLinesAsync(Path.Combine(folder, one.Name), ByGroup(one).Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
            string? said = await PeerProcess.Output(Programs, [Path.Combine(AppContext.BaseDirectory, "Groups", Script), folder, $"{data[0].Groups}", $"{Runs}", .. data.Select(one => one.Name)]);
            return said is null ? null : [.. said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => double.Parse(line, CultureInfo.InvariantCulture))];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<double> ByGroup(GroupedData data) => data.Codes.Zip(data.Values).GroupBy(pair => pair.First).SelectMany(group => group.Select(pair => pair.Second));
}
