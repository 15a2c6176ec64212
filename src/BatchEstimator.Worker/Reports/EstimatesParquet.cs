using BatchEstimator.Worker.Running;
using Parquet;
using Parquet.Schema;

namespace BatchEstimator.Worker.Reports;

/// <summary>The tidy table as Parquet: nullable strings and doubles.</summary>
internal sealed class EstimatesParquet : IReport
{
    private const int RowsPerGroup = 50_000;

    /// <summary>The library writes to a local file asynchronously only; reports are written on the run's own thread, so waiting is safe.</summary>
    public void Write(RunResult result, Stream output) => WriteAsync(result, output).GetAwaiter().GetResult();

    private static async Task WriteAsync(RunResult result, Stream output)
    {
        DataField[] texts = [.. EstimateColumns.Texts(result).Select(name => new DataField<string>(name, nullable: true))];
        DataField[] numbers = [.. EstimateColumns.Numbers.Select(name => new DataField<double>(name, nullable: true))];
        var schema = new ParquetSchema([.. texts, .. numbers]);
        var options = new ParquetOptions { CompressionMethod = CompressionMethod.Zstd };
        var writer = await ParquetWriter.CreateAsync(schema, output, options).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            foreach (var rows in EstimateRow.Of(result).Chunk(RowsPerGroup))
                await WriteGroupAsync(result, writer, texts, numbers, rows).ConfigureAwait(false);
        }
    }

    private static async Task WriteGroupAsync(RunResult result, ParquetWriter writer, DataField[] texts, DataField[] numbers, EstimateRow[] rows)
    {
        var textValues = Array.ConvertAll(rows, row => EstimateColumns.TextValues(result, row));
        var numberValues = Array.ConvertAll(rows, EstimateColumns.NumberValues);
        using var group = writer.CreateRowGroup();
        for (int c = 0; c < texts.Length; c++)
            await group.WriteAsync(texts[c], Array.ConvertAll(textValues, row => row[c])!).ConfigureAwait(false);
        for (int c = 0; c < numbers.Length; c++)
            await group.WriteAsync<double>(numbers[c], Array.ConvertAll(numberValues, row => row[c])).ConfigureAwait(false);
    }
}
