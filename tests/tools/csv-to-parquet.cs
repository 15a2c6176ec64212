// Makes the Parquet sample data: dotnet run tests/tools/csv-to-parquet.cs FROM.csv TO.parquet
// A column whose fields are all whole numbers becomes long, all numbers double, anything else string.
#:package Parquet.Net
#:package Sylvan.Data.Csv
#:property RestorePackagesWithLockFile=false
using System.Globalization;
using Parquet;
using Parquet.Schema;
using Sylvan.Data.Csv;

using CsvDataReader csv = CsvDataReader.Create(args[0]);
List<string>[] fields = [.. Enumerable.Range(0, csv.FieldCount).Select(_ => new List<string>())];
while (csv.Read())
{
    for (int i = 0; i < csv.FieldCount; i++)
        fields[i].Add(csv.GetString(i));
}

Array[] values = [.. fields.Select(Typed)];
ParquetSchema schema = new(values.Select((column, i) => (Field)new DataField(csv.GetName(i), column.GetType().GetElementType()!, isNullable: false)));
using FileStream file = File.Create(args[1]);
await using ParquetWriter writer = await ParquetWriter.CreateAsync(schema, file);
using ParquetRowGroupWriter group = writer.CreateRowGroup();
for (int i = 0; i < values.Length; i++)
{
    Task written = values[i] switch
    {
        long[] whole => group.WriteAsync<long>(schema.DataFields[i], whole),
        double[] numbers => group.WriteAsync<double>(schema.DataFields[i], numbers),
        var texts => group.WriteAsync(schema.DataFields[i], (string[])texts),
    };
    await written;
}

static Array Typed(List<string> column)
{
    if (column.All(field => long.TryParse(field, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)))
        return column.Select(field => long.Parse(field, CultureInfo.InvariantCulture)).ToArray();
    if (column.All(field => double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out _)))
        return column.Select(field => double.Parse(field, CultureInfo.InvariantCulture)).ToArray();
    return column.ToArray();
}
