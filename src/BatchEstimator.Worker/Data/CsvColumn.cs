using BatchEstimator.Estimation.Columns;

namespace BatchEstimator.Worker.Data;

/// <summary>A column of a block while its fields come in.</summary>
internal abstract class CsvColumn
{
    public static CsvColumn For(ColumnRequest request, int rows, CsvFields fields, LabelCoders coders) => request.Kind switch
    {
        ColumnKind.Number => new Numbers(request.Name, rows, fields),
        ColumnKind.Flag => new Flags(request.Name, rows, fields),
        ColumnKind.Text => new Labels(request.Name, rows, fields, coders),
        _ => new Either(request.Name, rows, fields, coders),
    };

    /// <summary>Takes a field, or tells why it cannot be what the column is.</summary>
    public abstract InputProblem? Add(int row, ReadOnlySpan<char> field);

    public abstract Column Finish();

    private sealed class Numbers(string name, int rows, CsvFields fields) : CsvColumn
    {
        private readonly double[] values = new double[rows];

        public override InputProblem? Add(int row, ReadOnlySpan<char> field)
        {
            if (fields.IsMissing(field)) values[row] = Missing.Value;
            else if (!fields.TryNumber(field, out values[row])) return fields.NotANumber(name, field);
            return null;
        }

        public override Column Finish() => new NumberColumn(name, values);
    }

    private sealed class Flags(string name, int rows, CsvFields fields) : CsvColumn
    {
        private readonly double[] values = new double[rows];

        public override InputProblem? Add(int row, ReadOnlySpan<char> field)
        {
            if (fields.IsMissing(field)) values[row] = Missing.Value;
            else if (bool.TryParse(field, out bool flag)) values[row] = flag ? 1 : 0;
            else if (!fields.TryNumber(field, out values[row])) return Faults.NotAFlag(name, field.ToString());
            return null;
        }

        public override Column Finish() => new NumberColumn(name, values);
    }

    private sealed class Labels : CsvColumn
    {
        private readonly CsvFields fields;
        private readonly LabelCoders coders;
        private readonly LabelCoder coder;
        private readonly TextColumn column;

        public Labels(string name, int rows, CsvFields fields, LabelCoders coders)
        {
            (this.fields, this.coders, coder) = (fields, coders, coders.Take());
            column = coder.Begin(name, rows);
        }

        public override InputProblem? Add(int row, ReadOnlySpan<char> field)
        {
            column.Codes[row] = fields.IsMissing(field) ? -1 : coder.CodeOf(field);
            return null;
        }

        public override Column Finish()
        {
            coders.Return(coder);
            return column;
        }
    }

    /// <summary>Numbers or labels, whichever all of its fields are; told so far by the first of them.</summary>
    private sealed class Either(string name, int rows, CsvFields fields, LabelCoders coders) : CsvColumn
    {
        private CsvColumn? column;
        private bool mixed;

        public override InputProblem? Add(int row, ReadOnlySpan<char> field)
        {
            if (mixed || fields.IsMissing(field)) return null;
            bool isNumber = fields.TryNumber(field, out _);
            column ??= isNumber ? new Numbers(name, rows, fields) : new Labels(name, rows, fields, coders);
            mixed = isNumber != column is Numbers;
            return mixed ? Faults.Mixed(name, field.ToString(), isNumber) : null;
        }

        public override Column Finish() => (column ?? new Numbers(name, rows, fields)).Finish();
    }
}
