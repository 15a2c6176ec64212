using System.Text;
using BatchEstimator.Worker.Jobs;

namespace BatchEstimator.Worker.Data;

/// <summary>Opens an input file as the table it is: its content decides, then its name.</summary>
public static class TableReader
{
    /// <param name="path">The file.</param>
    /// <param name="input">How the job says to read it.</param>
    /// <param name="source">The index of the input among the inputs of the run; every block carries it.</param>
    /// <exception cref="InputException">The file cannot be read as a table.</exception>
    public static ITable Open(string path, InputDefinition input, int source = 0)
    {
        byte[] start = Start(path);
        if (start.Length == 0) throw InputProblems.Single(path, Faults.Empty);
        bool isParquet = start.AsSpan().StartsWith(InputFile.ParquetMagic);
        bool namedParquet = input.Format == InputFormat.Auto && path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase);
        if (isParquet && input.Format == InputFormat.Csv)
            throw InputProblems.Single(path, new InputProblem(
                "NOT_CSV", "The job expects CSV, but this is a Parquet file.", "Set input.format: auto in the job, or drop a CSV file."));
        if (!isParquet && (namedParquet || input.Format == InputFormat.Parquet))
            throw InputProblems.Single(path, new InputProblem(
                "NOT_PARQUET", "This is not a Parquet file: it does not begin with PAR1.",
                "If it is CSV, name it .csv (and set input.format: auto); otherwise export it as Parquet again.") { Found = FirstLine(start) });
        return isParquet ? new ParquetTable(path, source) : new CsvTable(path, input.Csv, source);
    }

    private static byte[] Start(string path)
    {
        using FileStream file = InputFile.Open(path);
        byte[] start = new byte[80];
        return start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
    }

    private static string FirstLine(byte[] start) => Encoding.UTF8.GetString(start).Split('\r', '\n')[0];
}
