using System.Security.Cryptography;
using BatchEstimator.Estimation.Columns;
using BatchEstimator.Estimation.Models;
using BatchEstimator.Worker.Data;

namespace BatchEstimator.Worker.Running;

/// <summary>The inputs of a run, opened, with the columns that grouping and fits need.</summary>
internal sealed class RunInputs : IDisposable
{
    private readonly IReadOnlyList<ITable> tables;
    private readonly IReadOnlyList<Task<string>> hashes;

    private RunInputs(IReadOnlyList<ITable> tables, IReadOnlyList<ColumnRequest> requests, IReadOnlyList<ColumnRequest> resolved)
    {
        this.tables = tables;
        Requests = requests;
        Resolved = resolved;
        hashes = [.. tables.Select(table => Task.Run(() => Hash(table.Path)))];
    }

    public IReadOnlyList<ITable> Tables => tables;

    /// <summary>All columns that are asked for, each once; the grouping columns come first.</summary>
    public IReadOnlyList<ColumnRequest> Requests { get; }

    /// <summary>The same, with every Auto settled.</summary>
    public IReadOnlyList<ColumnRequest> Resolved { get; }

    /// <summary>Where the columns of a model are among <see cref="Requests"/>.</summary>
    public int[] PlacesOf(FitModel model) => [.. model.Requests.Select(request => Requests.ToList().IndexOf(request))];

    public IReadOnlyList<InputSummary> Summaries(IReadOnlyList<string> names, IReadOnlyList<long> rows) =>
        [.. tables.Select((table, i) => new InputSummary(names[i], hashes[i].GetAwaiter().GetResult(), table.Bytes, rows[i]))];

    public static RunInputs Open(RunRequest request, IReadOnlyList<FitModel> models)
    {
        ColumnRequest[] requests = [.. request.Job.GroupBy.Select(name => new ColumnRequest(name, ColumnKind.Text))
            .Concat(models.SelectMany(model => model.Requests)).Distinct()];
        var tables = new List<ITable>();
        try
        {
            foreach (string path in request.Inputs)
                tables.Add(TableReader.Open(path, request.Job.Input, tables.Count));
            var resolved = tables[0].Resolve(requests);
            for (int i = 1; i < tables.Count; i++)
                Agree(tables[0], resolved, tables[i], tables[i].Resolve(requests));
            return new(tables, requests, resolved);
        }
        catch
        {
            tables.ForEach(table => table.Dispose());
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var table in tables)
            table.Dispose();
    }

    private static void Agree(ITable first, IReadOnlyList<ColumnRequest> expected, ITable other, IReadOnlyList<ColumnRequest> found)
    {
        var problems = expected.Zip(found).Where(pair => pair.First != pair.Second).Select(pair => new InputProblem("MIXED_COLUMN",
            $"The column holds {Word(pair.Second)} here but {Word(pair.First)} in {Path.GetFileName(first.Path)}.",
            "Make the files agree, or write C(column) in the formula if its numbers are labels.") { File = other.Path, Column = pair.First.Name }).ToList();
        if (problems.Count > 0)
            throw new InputException(problems);
    }

    private static string Word(ColumnRequest request) => request.Kind == ColumnKind.Text ? "labels" : "numbers";

    private static string Hash(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
