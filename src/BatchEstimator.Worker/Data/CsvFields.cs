using BatchEstimator.Estimation.Models;
using BatchEstimator.Worker.Jobs;

namespace BatchEstimator.Worker.Data;

/// <summary>What a field's text means: numbers and missing values as the job describes them.</summary>
internal sealed class CsvFields(CsvDefinition csv)
{
    private readonly MissingValues missing = new(csv.MissingValues);
    private readonly NumberText numbers = new(csv.Decimal);

    public bool IsMissing(ReadOnlySpan<char> field) => missing.Contains(field);

    public bool TryNumber(ReadOnlySpan<char> field, out double value) => numbers.TryParse(field, out value);

    public InputProblem NotANumber(string column, ReadOnlySpan<char> field) => new(
        "NOT_A_NUMBER", "This column must hold numbers.", FixFor(column, field)) { Column = column, Found = field.ToString() };

    private string FixFor(string column, ReadOnlySpan<char> field)
    {
        char otherMark = csv.Decimal == ',' ? '.' : ',';
        if (new NumberText(otherMark).TryParse(field, out _))
            return $"If the file writes decimals with '{otherMark}', set input.csv.decimal: \"{otherMark}\" in the job.";
        return $"Correct the value; add it to input.csv.missingValues if it means that there is none; or write C({Formula.Quoted(column)}) in the formula if the column holds labels.";
    }
}
