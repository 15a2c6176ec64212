using System.IO.Compression;

namespace BatchEstimator.Worker.Data;

/// <summary>A CSV file as characters: unpacked if it is gzipped, decoded as its byte-order mark or the job says.</summary>
internal sealed class CsvText : IDisposable
{
    public const int SampleBytes = 1 << 16;
    private readonly string path;
    private readonly FileStream file;
    private readonly StreamReader reader;

    public CsvText(string path, CsvEncoding encoding)
    {
        this.path = path;
        file = InputFile.Open(path);
        Stream bytes = Unpacked(file);
        bytes.ReadExactly(new byte[encoding.MarkLength]);
        reader = new StreamReader(bytes, encoding.Encoding, detectEncodingFromByteOrderMarks: false, 1 << 16);
    }

    /// <summary>How far into the file has been read.</summary>
    public long BytesRead => file.Position;

    /// <summary>Fills as much of <paramref name="space"/> as there is text left.</summary>
    public int Fill(Span<char> space, long line)
    {
        try
        {
            return reader.ReadBlock(space);
        }
        catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException)
        {
            throw InputProblems.Single(path, Corrupt with { Line = line });
        }
    }

    /// <summary>The first bytes, after unpacking.</summary>
    public static byte[] Sample(string path)
    {
        using FileStream file = InputFile.Open(path);
        using Stream bytes = Unpacked(file);
        byte[] sample = new byte[SampleBytes];
        try
        {
            return sample[..bytes.ReadAtLeast(sample, sample.Length, throwOnEndOfStream: false)];
        }
        catch (InvalidDataException)
        {
            throw InputProblems.Single(path, Corrupt);
        }
    }

    public void Dispose()
    {
        reader.Dispose();
        file.Dispose();
    }

    private static InputProblem Corrupt => new("CORRUPT_GZIP", "The gzip file is damaged or cut off.", "Compress it or copy it again.");

    private static Stream Unpacked(FileStream file)
    {
        Span<byte> magic = stackalloc byte[2];
        int read = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return read == 2 && magic.SequenceEqual(InputFile.GzipMagic) ? new GZipStream(file, CompressionMode.Decompress) : file;
    }
}
