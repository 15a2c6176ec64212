namespace BatchEstimator.Worker.Data;

/// <summary>Opening what a user names: a missing or unreadable file is told as a problem of the input.</summary>
internal static class InputFile
{
    public static ReadOnlySpan<byte> ParquetMagic => "PAR1"u8;
    public static ReadOnlySpan<byte> GzipMagic => [0x1F, 0x8B];

    public static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw InputProblems.Single(path, new InputProblem("FILE_NOT_FOUND", "There is no such file.", "Check the path."));
        }
        catch (UnauthorizedAccessException)
        {
            throw InputProblems.Single(path, new InputProblem(
                "FILE_NOT_READABLE", "The file may not be read, or is a folder.", "Give the account that runs BatchEstimator the right to read it."));
        }
    }
}
