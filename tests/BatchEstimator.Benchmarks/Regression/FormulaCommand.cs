using System.Globalization;
using System.Text;
using BatchEstimator.Estimation.Models;

namespace BatchEstimator.Benchmarks.Regression;

/// <summary>Whole regressions by formula, one large and many small ones, beside the peers that are installed.</summary>
internal static class FormulaCommand
{
    private const int Runs = 9, PeerRuns = 2, Predictors = 20, GroupPredictors = 5, GroupRows = 50, Labels = 8, Levels = 41;
    private const double PriorScale = 0.5;

    public static async Task<int> Run(int rows, int groups, bool hasPeers)
    {
        int labelled = rows * 6 / 10;
        Case[] cases =
        [
            new("logistic", $"Logistic, {rows:N0} x {Predictors}", Definition("bernoulli"), FormulaData.Draw(rows, Predictors, 0, 1, FormulaData.Logistic), rows),
            new("poisson", $"Poisson, {rows:N0} x {Predictors}", Definition("poisson"), FormulaData.Draw(rows, Predictors, 0, 1, FormulaData.Poisson), rows),
            new("labels", $"Poisson with normal prior, {labelled:N0} rows, {Labels} labels of {Levels} levels and a number",
                Definition("poisson") with { Method = EstimationMethod.Map, Priors = new Dictionary<string, string> { ["coefficients"] = FormattableString.Invariant($"normal(0, {PriorScale})") } },
                FormulaData.Draw(labelled, 1, Labels, Levels, FormulaData.Poisson), labelled),
            new("logistic groups", $"Logistic, {groups:N0} groups of {GroupRows} x {GroupPredictors}", Definition("bernoulli"), FormulaData.Draw(groups * GroupRows, GroupPredictors, 0, 1, FormulaData.Logistic), GroupRows),
            new("normal groups", $"Least squares with HC1, {groups:N0} groups of {GroupRows} x {GroupPredictors}", Definition("normal") with { Vcov = VcovDefinition.Iid with { Kind = VcovKind.Hc1 } }, FormulaData.Draw(groups * GroupRows, GroupPredictors, 0, 1, FormulaData.Normal), GroupRows),
        ];
        StringBuilder page = new();
        page.Append("## Whole regressions, two threads\n\nEverything from the formula on: independence of columns, the search, its verdict, standard errors, tests and intervals. \"Fold\" is folding and ordering the rows with a first fit that compiles; \"fit\" is the best of ")
            .Append(Text($"{Runs} fits after it. Processors: milliseconds of all threads together. Best of {PeerRuns} runs for the peers.\n\n"))
            .Append("| fit | program | elapsed, ms | processors, ms | elapsed, times ours | processors, times ours | fold, elapsed, ms | allocated, MB | largest difference of a coefficient |\n|---|---|---:|---:|---:|---:|---:|---:|---:|\n");
        HashSet<string> versions = [];
        foreach (Case one in cases)
        {
            FormulaTimes ours = FormulaTimes.Of(one.Definition, one.Data, one.GroupRows, Runs);
            string line = Text($"| {one.Title} | **BatchEstimator** | {ours.Fit.Elapsed:F1} | {ours.Fit.Used:F1} | 1.0 | 1.0 | {ours.Fold.Elapsed:F0} | {ours.Bytes / 1e6:F1} | |\n");
            Console.WriteLine(line + $"{ours.First.Status} {ours.First.Solver?.Iterations} {string.Join(", ", ours.First.Codes.Select(code => code.Code))}");
            page.Append(line);
            foreach (string[] peer in hasPeers ? await Peers(one, ours) : [])
            {
                if (peer.Length == 1)
                    versions.Add(peer[0]);
                else
                    page.Append(Text($"| | {peer[0]} | {Number(peer[1]):F1} | {Number(peer[2]):F1} | {Number(peer[1]) / ours.Fit.Elapsed:F1} | {Number(peer[2]) / ours.Fit.Used:F1} | | | {peer[3]} |\n"));
            }
        }
        page.Append('\n').AppendJoin('\n', versions.Select(version => $"- {version}"));
        page.Append(Text($"\n\n{DateTime.UtcNow:yyyy-MM-dd}. {RegressionCommand.Load()}Repeat with `dotnet run -c Release --project tests/BatchEstimator.Benchmarks -- regression-fits {rows} {groups}`.\n"));
        if (!hasPeers)
        {
            Console.WriteLine(page);
            return 0;
        }
        string written = ResultPage.Write("-regression-fits", page.ToString());
        Console.WriteLine(await File.ReadAllTextAsync(written));
        Console.WriteLine($"Written to {written}");
        return 0;
    }

    private static FitDefinition Definition(string family) => new() { Name = family, Family = family, Formula = "y ~ 1", GoodnessOfFit = GoodnessOfFitRequest.Off };

    // Lines of a peer: its version and its BLAS; then the program, milliseconds elapsed and of processors, and the largest difference from our coefficients.
    private static async Task<IEnumerable<string[]>> Peers(Case one, FormulaTimes ours)
    {
        string folder = Directory.CreateTempSubdirectory("batch-estimator-benchmark-").FullName;
        try
        {
            one.Data.Write(Path.Combine(folder, "data"));
            await File.WriteAllLinesAsync(Path.Combine(folder, "ours"), ours.First.Parameters.Select(parameter => (parameter.Estimate ?? double.NaN).ToString("R", CultureInfo.InvariantCulture)));
            string[] sizes = [one.Kind, .. new[] { one.Data.Rows, one.Data.Numbers.Length, one.Data.Labels.Length, Levels, one.GroupRows, PeerRuns }.Select(size => $"{size}"), Text($"{PriorScale}")];
            string? python = await PeerProcess.Output(["/usr/bin/python3", "python3"], [Script("peer_formulas.py"), folder, .. sizes]);
            string? r = await PeerProcess.Output(["Rscript"], [Script("peer_formulas.R"), folder, .. sizes]);
            return $"{python}\n{r}".Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t'));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "Regression", name);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Case(string Kind, string Title, FitDefinition Plain, FormulaData Data, int GroupRows)
    {
        public FitDefinition Definition { get; } = Plain with { Formula = Data.Formula };
    }
}
