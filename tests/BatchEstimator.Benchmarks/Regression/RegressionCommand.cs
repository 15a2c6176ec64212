using System.Globalization;
using System.Text;
using BatchEstimator.Estimation.Numerics;
using BatchEstimator.Estimation.Regression;

namespace BatchEstimator.Benchmarks.Regression;

/// <summary>Products of designs, and least squares of one large and of many small sets beside the peers that are installed.</summary>
internal static class RegressionCommand
{
    private const int Predictors = 20, Groups = 20_000, GroupRows = 50, GroupPredictors = 4, Runs = 40, PeerRuns = 5;

    public static async Task<int> Run(int rows)
    {
        LinearData whole = LinearData.Draw(rows, Predictors), groups = LinearData.Draw(Groups * GroupRows, GroupPredictors);
        StringBuilder page = new();
        AddProducts(page, whole);
        AddFactors(page);
        var lines = (await Peers(whole, groups)).ToList();
        page.Append(Text($"\n## Least squares, two threads\n\nData in memory. Ours: estimates to all digits of a double (one refinement with residuals to twice the digits), the inverse of X'X, the residual sum of squares, the condition. Best of {Runs} runs, of {PeerRuns} for the peers.\n\n"));
        page.AppendJoin('\n', lines.Where(line => line.Length == 1).Select(line => $"- {line[0]}")).Append('\n');
        AddTable(page, $"{rows:N0} rows, {Predictors} predictors and an intercept", whole.Whole(Runs), lines.Where(line => line[0] == "whole"));
        AddTable(page, $"{Groups:N0} groups of {GroupRows} rows, {GroupPredictors} predictors and an intercept (R and NumPy on one thread)", groups.InGroups(GroupRows, Runs), lines.Where(line => line[0] == "groups"));
        page.Append(Text($"\n{Load()}Repeat with `dotnet run -c Release --project tests/BatchEstimator.Benchmarks -- regression {rows}`.\n"));
        string written = ResultPage.Write("-regression", page.ToString());
        Console.WriteLine(await File.ReadAllTextAsync(written));
        Console.WriteLine($"Written to {written}");
        return 0;
    }

    private static void AddProducts(StringBuilder page, LinearData data)
    {
        Random random = new(20_240_301);
        int[][] codes = [.. Enumerable.Range(0, 8).Select(_ => Enumerable.Range(0, data.Rows).Select(_ => random.Next(41)).ToArray())];
        RowTable table = data.Table with { Codes = codes };
        CodedBlock Labels(int first, int column) => new(first, 40, column, [.. Enumerable.Range(-1, 41)], -1, 1);
        (string Name, PredictorDesign Design, int Size)[] designs =
        [
            ("20 numbers and an intercept", data.Design, 21),
            ("the same and a label of 41 levels", new([.. data.Design.Blocks, Labels(21, 0)], []), 61),
            ("8 labels of 41 levels, a number, an intercept: 322 columns", new([new ConstantBlock(0), new NumericBlock(1, [0], [0], [1]), .. codes.Select((_, k) => Labels(2 + 40 * k, k))], []), 322),
        ];
        page.Append(Text($"## Products of designs of {data.Rows:N0} rows, in milliseconds\n\nReading columns into tiles; and beyond it X beta, X'g and X'WX; \"pass\" is all of it in one go: what a step of Newton's method costs besides the likelihood. Time of processors, both threads together, and for the pass also the time that passed on two threads.\n\n"))
            .Append("| design | read | X beta | X'g | X'WX | pass | pass, elapsed |\n|---|---:|---:|---:|---:|---:|---:|\n");
        foreach (var (name, design, size) in designs)
        {
            ProductTimes times = ProductTimes.Of(design, table, size, Runs);
            page.Append(Text($"| {name} | {times.Stage:F1} | {times.Predict:F1} | {times.Score:F1} | {times.Gram:F1} | {times.Whole.Used:F1} | {times.Whole.Elapsed:F1} |\n"));
        }
    }

    private static void AddFactors(StringBuilder page)
    {
        page.Append("\n## Cholesky factors, one thread, in microseconds of a processor\n\n| columns | factor | inverse | solve |\n|---:|---:|---:|---:|\n");
        foreach (int size in new[] { 5, 20, 100, 322, 1000 })
        {
            Random random = new(size);
            double[] matrix = [.. Enumerable.Range(0, size * size).Select(i => i / size == i % size ? size + 1 : random.NextDouble())], inverse = new double[size * size], x = new double[size];
            Cholesky factor = new(size);
            int repetitions = Math.Max(1, 20_000 / (size * size));
            double Microseconds(Action body) => 1e3 / repetitions * TwoThreads.Best(Runs, () =>
            {
                for (int i = 0; i < repetitions; i++)
                    body();
            }).Used;
            page.Append(Text($"| {size} | {Microseconds(() => factor.Factor(matrix, 1e-12)):F1} | {Microseconds(() => factor.Inverse(inverse)):F1} | {Microseconds(() => factor.Solve(x, x)):F1} |\n"));
        }
    }

    private static void AddTable(StringBuilder page, FormattableString what, Time ours, IEnumerable<string[]> peers)
    {
        page.Append(Text($"\n{Text(what)}:\n\n| program | elapsed, ms | processors, ms | elapsed, times ours | processors, times ours |\n|---|---:|---:|---:|---:|\n"));
        AddLine(page, "**BatchEstimator**", ours, ours);
        foreach (string[] peer in peers)
            AddLine(page, peer[1], new(double.Parse(peer[2], CultureInfo.InvariantCulture), double.Parse(peer[3], CultureInfo.InvariantCulture)), ours);
    }

    private static void AddLine(StringBuilder page, string program, Time time, Time ours) =>
        page.Append(Text($"| {program} | {time.Elapsed:F1} | {time.Used:F1} | {time.Elapsed / ours.Elapsed:F1} | {time.Used / ours.Used:F1} |\n"));

    // Lines of a peer: its version and its BLAS; then what was measured, the program, and milliseconds elapsed and of processors.
    private static async Task<IEnumerable<string[]>> Peers(LinearData whole, LinearData groups)
    {
        string folder = Directory.CreateTempSubdirectory("batch-estimator-benchmark-").FullName;
        try
        {
            whole.Write(Path.Combine(folder, "whole"));
            groups.Write(Path.Combine(folder, "groups"));
            string[] sizes = [.. new[] { whole.Rows, Predictors, Groups, GroupRows, GroupPredictors, PeerRuns }.Select(size => $"{size}")];
            string? python = await PeerProcess.Output(["python3", "/usr/bin/python3"], [Script("peer_least_squares.py"), folder, .. sizes]);
            string? r = await PeerProcess.Output(["Rscript"], [Script("peer_least_squares.R"), folder, .. sizes]);
            return $"{python}\n{r}".Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t'));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "Regression", name);

    // Other work on the machine lengthens what passes; the time of processors says what is used.
    internal static string Load() => File.Exists("/proc/loadavg") ? $"Load average at the end: {File.ReadAllText("/proc/loadavg").Split(' ')[0]}. " : "";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
