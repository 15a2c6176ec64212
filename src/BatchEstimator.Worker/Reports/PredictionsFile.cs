using System.Globalization;
using System.Text;
using BatchEstimator.Worker.Jobs;
using BatchEstimator.Worker.Running;
using Parquet;
using Parquet.Schema;

namespace BatchEstimator.Worker.Reports;

/// <summary>The predictions of a run as a tidy table: a line for each row, fit and quantity.</summary>
internal static class PredictionsFile
{
    private static readonly string[] Numbers = ["prediction", "standard_error", "lower", "upper"];

    /// <summary>Scores the files that the job names now, into the folder of the reports.</summary>
    public static ScoringSummary Write(RunResult result, string directory)
    {
        var predictions = result.Job.Predictions!;
        string name = predictions.Output == PredictionFormat.Parquet ? "predictions.parquet" : "predictions.csv";
        var estimates = result.Fits.Select(outcome => new ScoringFit(outcome.Result.Fit, [.. outcome.Result.Group.Select(part => part.Value)], outcome.Result.Scoring));
        return Write(new(result.Job, predictions, estimates), result.Job, NewRows.FilesOf(predictions, result.Folder), Path.Combine(directory, name), predictions.Output);
    }

    /// <summary>Scores files into one.</summary>
    public static ScoringSummary Write(ScoringPass pass, JobDefinition job, IReadOnlyList<string> files, string path, PredictionFormat format)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16);
        var summary = format == PredictionFormat.Parquet ? Parquet(pass, job, files, file) : Csv(pass, job, files, file);
        file.Flush(flushToDisk: true);
        return summary with { Output = Path.GetFileName(path) };
    }

    private static ScoringSummary Csv(ScoringPass pass, JobDefinition job, IReadOnlyList<string> files, Stream output)
    {
        using var writer = new StreamWriter(output, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\r\n" };
        writer.WriteLine(string.Join(',', ["file", "row", .. Groups(job).Select(EstimatesCsv.Cell), "fit", "quantity", .. Numbers, "note"]));
        return pass.Run(files, row =>
        {
            writer.Write(EstimatesCsv.Cell(row.File));
            writer.Write(',');
            writer.Write(row.Row.ToString(CultureInfo.InvariantCulture));
            foreach (string? text in row.Group.Append(row.Fit).Append(row.Quantity))
            {
                writer.Write(',');
                writer.Write(EstimatesCsv.Cell(text));
            }
            foreach (double? number in NumbersOf(row))
            {
                writer.Write(',');
                writer.Write(number?.ToString("R", CultureInfo.InvariantCulture));
            }
            writer.Write(',');
            writer.WriteLine(EstimatesCsv.Cell(row.Note));
        });
    }

    private static ScoringSummary Parquet(ScoringPass pass, JobDefinition job, IReadOnlyList<string> files, Stream output)
    {
        var table = PredictionsParquet.Create(output, ["file", .. Groups(job), "fit", "quantity", "note"], Numbers);
        try
        {
            return pass.Run(files, row => table.Add([row.File, .. row.Group, row.Fit, row.Quantity, row.Note], row.Row, NumbersOf(row)));
        }
        finally
        {
            table.Close();
        }
    }

    private static double?[] NumbersOf(PredictionRow row) => [row.Score.Value, row.Score.StandardError, row.Score.Lower, row.Score.Upper];

    // A grouping column called like a fixed one would make two columns of one name.
    private static List<string> Groups(JobDefinition job)
    {
        var taken = new HashSet<string>(["file", "row", "fit", "quantity", "note", .. Numbers], StringComparer.OrdinalIgnoreCase);
        var names = new List<string>();
        foreach (string column in job.GroupBy)
        {
            string name = column;
            while (!taken.Add(name)) name = "group_" + name;
            names.Add(name);
        }
        return names;
    }
}

/// <summary>Predictions as Parquet, gathered until they fill a row group.</summary>
internal sealed class PredictionsParquet
{
    private const int RowsPerGroup = 50_000;

    private readonly ParquetWriter writer;
    private readonly DataField[] texts, numbers;
    private readonly DataField row;
    private readonly List<(string?[] Texts, long Row, double?[] Numbers)> waiting = [];

    private PredictionsParquet(ParquetWriter writer, DataField[] texts, DataField row, DataField[] numbers) =>
        (this.writer, this.texts, this.row, this.numbers) = (writer, texts, row, numbers);

    public static PredictionsParquet Create(Stream output, string[] textNames, string[] numberNames)
    {
        DataField[] texts = [.. textNames.Select(name => new DataField<string>(name, nullable: true))];
        DataField[] numbers = [.. numberNames.Select(name => new DataField<double>(name, nullable: true))];
        var row = new DataField<long>("row", nullable: false);
        var options = new ParquetOptions { CompressionMethod = CompressionMethod.Zstd };
        // The library writes to a local file asynchronously only; this is the run's own thread, so waiting is safe.
        return new(ParquetWriter.CreateAsync(new ParquetSchema([texts[0], row, .. texts[1..^1], .. numbers, texts[^1]]), output, options).GetAwaiter().GetResult(), texts, row, numbers);
    }

    public void Add(string?[] texts, long row, double?[] numbers)
    {
        waiting.Add((texts, row, numbers));
        if (waiting.Count == RowsPerGroup) WriteAsync().GetAwaiter().GetResult();
    }

    public void Close()
    {
        if (waiting.Count > 0) WriteAsync().GetAwaiter().GetResult();
        writer.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private async Task WriteAsync()
    {
        var rows = waiting.ToArray();
        waiting.Clear();
        using var group = writer.CreateRowGroup();
        await group.WriteAsync(texts[0], Array.ConvertAll(rows, one => one.Texts[0])!).ConfigureAwait(false);
        await group.WriteAsync<long>(row, Array.ConvertAll(rows, one => one.Row)).ConfigureAwait(false);
        for (int c = 1; c < texts.Length - 1; c++)
            await group.WriteAsync(texts[c], Array.ConvertAll(rows, one => one.Texts[c])!).ConfigureAwait(false);
        for (int c = 0; c < numbers.Length; c++)
            await group.WriteAsync<double>(numbers[c], Array.ConvertAll(rows, one => one.Numbers[c])).ConfigureAwait(false);
        await group.WriteAsync(texts[^1], Array.ConvertAll(rows, one => one.Texts[^1])!).ConfigureAwait(false);
    }
}
