using System.Globalization;
using System.Text;

namespace BatchEstimator.Benchmarks.Groups;

/// <summary>Five families fitted to every one of many small groups on one thread, beside the peers that are installed.</summary>
internal static class GroupsCommand
{
    public static async Task<int> Run(int groups, int rows)
    {
        GroupedData[] data = [.. Enum.GetValues<FittedFamily>().Select(family => GroupedData.Draw(family, groups, rows))];
        StringBuilder page = new();
        page.Append(Text($"## {groups:N0} groups of {rows:N0} rows, five families, one thread\n\n"))
            .Append("Data in memory, every family its own column, the rows of the groups mixed at random. Times are those of the best of the runs, in milliseconds, without reading files.\n")
            .Append("Ours: folding by group, estimates, standard errors, 95 % intervals, criteria, the verdict and its evidence. SciPy: estimates alone, by `fit` with the location held at 0 where there is one. MASS: estimates and standard errors, by `fitdistr`.\n\n")
            .Append("| program | ").AppendJoin(" | ", data.Select(d => d.Name)).Append(" | all | times ours |\n|---|").Insert(page.Length, "---:|", data.Length + 2).Append('\n');
        FitTimes[] ours = [.. data.Select(FitTimes.Best)];
        double[] totals = [.. ours.Select(times => times.Fold + times.Estimate)];
        Add(page, "fold", [.. ours.Select(times => times.Fold)], totals.Sum());
        Add(page, "estimate", [.. ours.Select(times => times.Estimate)], totals.Sum());
        Add(page, "**both**", totals, totals.Sum());
        foreach (Peer peer in Peer.All)
            if (await peer.Milliseconds(data) is { } times)
                Add(page, peer.Name, times, totals.Sum());
        page.Append(Text($"\nAllocated by ours: {ours.Sum(times => times.Bytes) / groups / 1e3:F1} kB a group. Best of {FitTimes.Runs} runs, of {Peer.Runs} for the peers.{Load()}\n"))
            .Append(Text($"\nRepeat with `dotnet run -c Release --project tests/BatchEstimator.Benchmarks -- groups {groups} {rows}`.\n"));
        string written = ResultPage.Write("-groups", page.ToString());
        Console.WriteLine(await File.ReadAllTextAsync(written));
        Console.WriteLine($"Written to {written}");
        return 0;
    }

    private static void Add(StringBuilder page, string name, double[] times, double ours) =>
        page.Append(Text($"| {name} | ")).AppendJoin(" | ", times.Select(time => Text($"{time:F1}"))).Append(Text($" | {times.Sum():F1} | {times.Sum() / ours:F1} |\n"));

    // Other work on the machine slows everything down; ratios suffer less than milliseconds.
    private static string Load() => File.Exists("/proc/loadavg") ? $" Load average at the end: {File.ReadAllText("/proc/loadavg").Split(' ')[0]}." : "";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
