using System.Collections.Concurrent;
using BatchEstimator.Estimation.Columns;
using Parquet;
using Parquet.Meta;
using Parquet.Schema;

namespace BatchEstimator.Worker.Data;

/// <summary>A Parquet file. A column of a row group is decoded once, by the first thread that needs it; blocks are slices of row groups.</summary>
internal sealed class ParquetTable : ITable
{
    private readonly int source;
    private readonly IReadOnlyList<Field> schema;
    private readonly List<RowGroup> groups;

    // A reader seeks in its own stream, so each decoding thread takes one and puts it back.
    private readonly ConcurrentBag<ParquetReader> readers = [];

    public ParquetTable(string path, int source = 0)
    {
        (Path, this.source, Bytes) = (path, source, new FileInfo(path).Length);
        ParquetReader reader = ParquetFile.Open(path);
        readers.Add(reader);
        schema = reader.Schema.Fields;
        groups = reader.Metadata!.RowGroups;
        Columns = [.. schema.Select(field => field.Name)];
        Rows = groups.Sum(group => group.NumRows);
        if (Rows > 0) return;
        Dispose();
        throw InputProblems.Single(path, Faults.NoRows);
    }

    public string Path { get; }
    public string Format => "parquet";
    public IReadOnlyList<string> Columns { get; }
    public long? Rows { get; }
    public long Bytes { get; }

    public IReadOnlyList<ColumnRequest> Resolve(IReadOnlyList<ColumnRequest> requests)
    {
        DataField[] fields = FieldsOf(requests);
        return [.. requests.Select((request, index) => request.Kind != ColumnKind.Auto
            ? request
            : request with { Kind = ParquetColumn.For(fields[index])!.IsNumber ? ColumnKind.Number : ColumnKind.Text })];
    }

    public IEnumerable<PendingBlock> Read(IReadOnlyList<ColumnRequest> requests, CancellationToken cancellation)
    {
        DataField[] fields = FieldsOf(requests);
        LabelCoders[] coders = [.. requests.Select(_ => new LabelCoders())];
        long firstRow = 1;
        for (int index = 0; index < groups.Count; index++)
        {
            RowGroupColumns columns = new(this, index, requests, fields, coders);
            int rows = checked((int)groups[index].NumRows);
            for (int start = 0, block = 0; start < rows; start += Block.MaximumRows, block++)
            {
                cancellation.ThrowIfCancellationRequested();
                int number = block, count = Math.Min(Block.MaximumRows, rows - start);
                long first = firstRow + start;
                yield return new PendingBlock(() => columns.Decode(number, count, first), (long)(Bytes * ((double)(first + count - 1) / Rows!.Value)));
            }
            firstRow += rows;
        }
    }

    public void Dispose()
    {
        while (readers.TryTake(out ParquetReader? reader)) reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private DataField[] FieldsOf(IReadOnlyList<ColumnRequest> requests)
    {
        InputProblems problems = new(Path);
        ColumnNames names = new(Columns);
        DataField?[] fields = [.. requests.Select(request => names.Find(request.Name, problems) is { } index ? Suitable(schema[index], request, problems) : null)];
        problems.ThrowIfAny();
        return fields!;
    }

    private static DataField? Suitable(Field field, ColumnRequest request, InputProblems problems)
    {
        if (field is not DataField { IsArray: false } data)
        {
            problems.Add(new InputProblem("NESTED_COLUMN", "The column holds lists or structures, not one value a row.",
                "Write its parts as columns of their own.") { Column = request.Name });
            return null;
        }
        if (ParquetColumn.For(data) is not { } column)
        {
            problems.Add(new InputProblem("UNSUPPORTED_TYPE", $"Columns of type {data.ClrType.Name} are not read.",
                "Write the column as a number, a text, a date or true/false.") { Column = request.Name });
            return null;
        }
        if (column.IsNumber || request.Kind is ColumnKind.Text or ColumnKind.Auto) return data;
        problems.Add(new InputProblem("NOT_A_NUMBER", "This column must hold numbers, but the file stores text in it.",
            "Write it with a numeric type, or name another column in the job.") { Column = request.Name, Found = "text" });
        return null;
    }

    private sealed class RowGroupColumns
    {
        private readonly ParquetTable table;
        private readonly int group;
        private readonly Lazy<Column[]>[] columns;

        public RowGroupColumns(ParquetTable table, int group, IReadOnlyList<ColumnRequest> requests, DataField[] fields, LabelCoders[] coders)
        {
            (this.table, this.group) = (table, group);
            columns = [.. requests.Select((request, index) => new Lazy<Column[]>(() => DecodeColumn(request, fields[index], coders[index])))];
        }

        /// <summary>A block of the group. Threads begin with different columns, so that they share the work of decoding the group.</summary>
        public Block Decode(int block, int rows, long first)
        {
            for (int index = 0; index < columns.Length; index++) _ = columns[(index + block) % columns.Length].Value;
            return new Block { Source = table.source, FirstRow = first, Rows = rows, Columns = [.. columns.Select(column => column.Value[block])] };
        }

        private Column[] DecodeColumn(ColumnRequest request, DataField field, LabelCoders coders)
        {
            if (!table.readers.TryTake(out ParquetReader? reader)) reader = ParquetFile.Open(table.Path);
            try
            {
                return ParquetFile.Guard(table.Path, request.Name, () =>
                {
                    using ParquetRowGroupReader rows = reader.OpenRowGroupReader(group);
                    return ParquetColumn.For(field)!.Decode(rows, field, request, coders);
                });
            }
            finally
            {
                table.readers.Add(reader);
            }
        }
    }
}
