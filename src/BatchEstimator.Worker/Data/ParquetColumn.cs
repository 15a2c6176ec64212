using System.Globalization;
using BatchEstimator.Estimation.Columns;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace BatchEstimator.Worker.Data;

/// <summary>How the values of one Parquet type become numbers and labels.</summary>
internal abstract class ParquetColumn
{
    private static readonly DateTime Epoch = new(1970, 1, 1);

    /// <summary>All types that are read; a new one is a line here.</summary>
    private static readonly Dictionary<Type, ParquetColumn> Types = new()
    {
        [typeof(double)] = new Of<double>(value => value, Label),
        [typeof(float)] = new Of<float>(value => value, Label),
        [typeof(sbyte)] = new Of<sbyte>(value => value, Label),
        [typeof(byte)] = new Of<byte>(value => value, Label),
        [typeof(short)] = new Of<short>(value => value, Label),
        [typeof(ushort)] = new Of<ushort>(value => value, Label),
        [typeof(int)] = new Of<int>(value => value, Label),
        [typeof(uint)] = new Of<uint>(value => value, Label),
        [typeof(long)] = new Of<long>(value => value, Label),
        [typeof(ulong)] = new Of<ulong>(value => value, Label),
        [typeof(decimal)] = new Of<decimal>(value => (double)value, (value, text) => Format(value, text, "0.############################")),
        [typeof(bool)] = new Of<bool>(value => value ? 1 : 0, (value, text) => Copy(value ? "true" : "false", text)),
        [typeof(DateTime)] = new Of<DateTime>(value => (value - Epoch).TotalDays, (value, text) =>
            Format(value, text, value.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ss.FFFFFFF")),
        [typeof(Guid)] = new Of<Guid>(null, Label),
        [typeof(ReadOnlyMemory<char>)] = new Of<ReadOnlyMemory<char>>(null, null),
    };

    private delegate int WriteLabel<T>(T value, Span<char> text);

    public static ParquetColumn? For(DataField field) => Types.GetValueOrDefault(field.ClrType);

    public abstract bool IsNumber { get; }

    /// <summary>The whole column of a row group, cut into the columns of its blocks.</summary>
    public abstract Column[] Decode(ParquetRowGroupReader group, DataField field, ColumnRequest request, LabelCoders coders);

    private static int Label<T>(T value, Span<char> text) where T : ISpanFormattable => Format(value, text, default);

    private static int Format<T>(T value, Span<char> text, ReadOnlySpan<char> format) where T : ISpanFormattable =>
        value.TryFormat(text, out int written, format, CultureInfo.InvariantCulture) ? written : throw new FormatException($"'{value}' is too long for a label.");

    private static int Copy(string value, Span<char> text)
    {
        value.CopyTo(text);
        return value.Length;
    }

    private sealed class Of<T>(Func<T, double>? number, WriteLabel<T>? label) : ParquetColumn where T : struct
    {
        private const int LabelLength = 64;

        public override bool IsNumber => number is not null;

        public override Column[] Decode(ParquetRowGroupReader group, DataField field, ColumnRequest request, LabelCoders coders)
        {
            LabelCoder coder = coders.Take();
            using RawColumnData raw = group.ReadRawColumnDataBaseAsync(field, CancellationToken.None).AsTask().GetAwaiter().GetResult();
            ReadOnlySpan<T> values = ((RawColumnData<T>)raw).Values;
            ReadOnlySpan<int> levels = field.IsNullable ? raw.DefinitionLevels : [];
            int rows = checked((int)group.RowCount), next = 0;
            Column[] columns = new Column[(rows + Block.MaximumRows - 1) / Block.MaximumRows];
            for (int block = 0; block < columns.Length; block++)
            {
                int start = block * Block.MaximumRows, count = Math.Min(Block.MaximumRows, rows - start);
                Presence present = new(levels.IsEmpty ? [] : levels.Slice(start, count), field.MaxDefinitionLevel, count);
                // Only the values that are there are stored.
                ReadOnlySpan<T> stored = values.Slice(next, present.Present);
                columns[block] = request.Kind == ColumnKind.Text
                    ? Labels(coder.Begin(request.Name, count), coder, stored, present)
                    : Numbers(request.Name, stored, present);
                next += stored.Length;
            }
            coders.Return(coder);
            return columns;
        }

        private NumberColumn Numbers(string name, ReadOnlySpan<T> values, Presence present)
        {
            double[] numbers = new double[present.Count];
            int next = 0;
            for (int row = 0; row < numbers.Length; row++)
                numbers[row] = present[row] ? number!(values[next++]) : Missing.Value;
            return new NumberColumn(name, numbers);
        }

        private TextColumn Labels(TextColumn column, LabelCoder coder, ReadOnlySpan<T> values, Presence present)
        {
            Span<char> space = stackalloc char[LabelLength];
            int next = 0;
            for (int row = 0; row < present.Count; row++)
            {
                column.Codes[row] = present[row] ? CodeOf(values[next++], coder, space) : -1;
            }
            return column;
        }

        private int CodeOf(T value, LabelCoder coder, Span<char> space) => value is ReadOnlyMemory<char> text
            ? coder.CodeOf(text.Span)
            : coder.CodeOf(space[..label!(value, space)]);
    }

    /// <summary>Which rows of a block have a value.</summary>
    private readonly ref struct Presence(ReadOnlySpan<int> levels, int presentLevel, int count)
    {
        private readonly ReadOnlySpan<int> levels = levels;

        public int Count => count;

        public int Present => levels.IsEmpty ? count : levels.Count(presentLevel);

        public bool this[int row] => levels.IsEmpty || levels[row] == presentLevel;
    }
}
