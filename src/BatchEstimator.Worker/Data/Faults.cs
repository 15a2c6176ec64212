using BatchEstimator.Estimation.Models;

namespace BatchEstimator.Worker.Data;

/// <summary>Faults that every format tells in the same words.</summary>
internal static class Faults
{
    public static InputProblem NotAFlag(string column, string found) => new(
        "NOT_A_FLAG", "This column must hold numbers, or true and false.", "Correct the value, or name another column in the job.")
    {
        Column = column, Found = found,
    };

    public static InputProblem Mixed(string column, string found, bool isNumber) => new(
        "MIXED_COLUMN", isNumber ? "A number stands in a column that began with text." : "Text stands in a column that began with numbers.",
        $"Correct the value, or write C({Formula.Quoted(column)}) in the formula if the numbers are labels.")
    {
        Column = column, Found = found,
    };

    public static InputProblem Empty => new("EMPTY_FILE", "The file is empty.", "Drop a file with a header and at least one row.");

    public static InputProblem NoRows => new("NO_ROWS", "The file has a header but no rows.", "Drop a file with at least one row of data.");
}
