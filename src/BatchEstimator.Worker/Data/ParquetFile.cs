using System.Buffers.Binary;
using Parquet;
using Parquet.Meta;

namespace BatchEstimator.Worker.Data;

/// <summary>Opening a Parquet file without trusting it: its frame is checked before the library allocates what the file claims to hold.</summary>
internal static class ParquetFile
{
    /// <summary>The magic at both ends and the footer's length.</summary>
    private const int FrameLength = 12;

    public static ParquetReader Open(string path)
    {
        CheckFrame(path);
        InlineStream stream = new(path);
        try
        {
            return Guard(path, null, () => Open(stream));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Whatever a damaged file makes the library throw becomes a problem of the input; a failing disk stays what it is.</summary>
    public static T Guard<T>(string path, string? column, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (IsAboutContent(fault))
        {
            throw InputProblems.Single(path, new InputProblem(
                "CORRUPT_PARQUET", $"The Parquet file is damaged or uses something that cannot be read here ({fault.Message.TrimEnd('.')}).",
                "Write or copy it again; plain columns with snappy, gzip or zstd compression are read.") { Column = column });
        }
    }

    /// <summary>The library tells damage by exceptions of many kinds; an error of the system carries the system's number.</summary>
    private static bool IsAboutContent(Exception fault) => fault switch
    {
        InputException or OperationCanceledException => false,
        EndOfStreamException => true,
        IOException => fault.HResult == new IOException().HResult,
        _ => true,
    };

    private static ParquetReader Open(Stream stream)
    {
        ParquetReader reader = ParquetReader.CreateAsync(stream, leaveStreamOpen: false).GetAwaiter().GetResult();
        return reader.Schema.Fields.Count > 0 && reader.Metadata!.RowGroups.All(group => IsPossible(group, stream.Length))
            ? reader
            : throw new InvalidDataException("the footer describes no columns, or parts that lie outside of the file");
    }

    private static bool IsPossible(RowGroup group, long length) =>
        group.NumRows is >= 0 and <= int.MaxValue
        && group.Columns.All(column => column.MetaData is { } data && data.TotalCompressedSize >= 0
            && IsInside(data.DataPageOffset, length) && IsInside(data.DictionaryPageOffset ?? data.DataPageOffset, length)
            && Math.Min(data.DataPageOffset, data.DictionaryPageOffset ?? long.MaxValue) <= length - data.TotalCompressedSize);

    private static bool IsInside(long offset, long length) => offset >= 0 && offset < length;

    private static void CheckFrame(string path)
    {
        using FileStream file = InputFile.Open(path);
        byte[] tail = new byte[8];
        if (file.Length < FrameLength) throw Truncated(path);
        file.Position = file.Length - tail.Length;
        file.ReadExactly(tail);
        if (tail.AsSpan(4).SequenceEqual("PARE"u8))
            throw InputProblems.Single(path, new InputProblem("ENCRYPTED_PARQUET", "The Parquet file is encrypted.", "Write it without encryption."));
        if (!tail.AsSpan(4).SequenceEqual(InputFile.ParquetMagic)) throw Truncated(path);
        int footerLength = BinaryPrimitives.ReadInt32LittleEndian(tail);
        if (footerLength <= 0 || footerLength > file.Length - FrameLength)
            throw InputProblems.Single(path, new InputProblem(
                "CORRUPT_PARQUET", $"The footer claims {footerLength:N0} bytes in a file of {file.Length:N0}.", "Write or copy the file again."));
    }

    private static InputException Truncated(string path) => InputProblems.Single(path, new InputProblem(
        "TRUNCATED_PARQUET", "The Parquet file is cut off: it does not end with PAR1.", "Copy it again, completely, or write it again."));

    /// <summary>A file stream whose asynchronous reads are done at once: decoding threads must not wait for pool threads.</summary>
    private sealed class InlineStream(string path)
        : FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16, FileOptions.RandomAccess)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return ValueTask.FromResult(Read(buffer.Span));
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Task.FromResult(Read(buffer, offset, count));
        }
    }
}
