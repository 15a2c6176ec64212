namespace BatchEstimator.Worker.Intake;

/// <summary>A Parquet file ends with the letters it begins with, and they are written last.</summary>
internal static class ParquetTail
{
    /// <summary>True if the file begins as Parquet and its end is not there yet.</summary>
    public static bool IsMissing(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> mark = stackalloc byte[4];
        if (RandomAccess.Read(file, mark, 0) < 4 || !mark.SequenceEqual("PAR1"u8)) return false;
        long length = RandomAccess.GetLength(file);
        return length < 12 || RandomAccess.Read(file, mark, length - 4) < 4 || !mark.SequenceEqual("PAR1"u8);
    }
}
