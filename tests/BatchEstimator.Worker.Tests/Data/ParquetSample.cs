using Parquet;
using Parquet.Schema;

namespace BatchEstimator.Worker.Tests.Data;

/// <summary>Writes Parquet files of any types for tests.</summary>
internal static class ParquetSample
{
    public sealed record SampleColumn(DataField Field, object?[] Values, Func<ParquetRowGroupWriter, object?[], Task> Write);

    public static SampleColumn Column(string name, Type type, bool nullable, object?[] values)
    {
        if (type == typeof(string))
        {
            DataField text = new(name, typeof(string), nullable);
            return new SampleColumn(text, values, (group, part) => group.WriteAsync(text, part.Select(value => (string)value!).ToArray()));
        }
        return (SampleColumn)typeof(ParquetSample).GetMethod(nameof(ValueColumn), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
            .MakeGenericMethod(type).Invoke(null, [name, nullable, values])!;
    }

    public static async Task<string> Write(TemporaryFolder folder, string name, CompressionMethod compression, int rowsInGroup, params SampleColumn[] columns)
    {
        await using FileStream stream = File.Create(folder.PathOf(name));
        ParquetSchema schema = new([.. columns.Select(column => column.Field)]);
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(schema, stream, new ParquetOptions { CompressionMethod = compression });
        for (int start = 0; start < columns[0].Values.Length; start += rowsInGroup)
        {
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            foreach (SampleColumn column in columns) await column.Write(group, [.. column.Values.Skip(start).Take(rowsInGroup)]);
        }
        return folder.PathOf(name);
    }

    private static SampleColumn ValueColumn<T>(string name, bool nullable, object?[] values) where T : struct
    {
        DataField field = typeof(T) == typeof(decimal) ? new DecimalDataField(name, 20, 4, isNullable: nullable)
            : typeof(T) == typeof(DateTime) ? new DateTimeDataField(name, DateTimeFormat.DateAndTimeMicros, isNullable: nullable)
            : new DataField(name, typeof(T), nullable);
        return new SampleColumn(field, values, (group, part) => nullable
            ? group.WriteAsync<T>(field, part.Select(value => (T?)value).ToArray())
            : group.WriteAsync<T>(field, part.Select(value => (T)value!).ToArray()));
    }
}
