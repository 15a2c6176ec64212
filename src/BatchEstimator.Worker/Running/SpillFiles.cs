using BatchEstimator.Estimation.Regression;
using Microsoft.Win32.SafeHandles;

namespace BatchEstimator.Worker.Running;

/// <summary>Rows that do not fit into memory, in files that nobody else sees and that are gone with the run, even one that is killed.</summary>
internal sealed class SpillFiles(string folder) : IDisposable
{
    private readonly List<SpillFile> files = [];

    public IRowSpill Open()
    {
        var file = new SpillFile(Path.Combine(folder, $".rows-{Guid.NewGuid():N}"));
        files.Add(file);
        return file;
    }

    public void Dispose() => files.ForEach(file => file.Dispose());
}

/// <summary>One such file.</summary>
internal sealed class SpillFile : IRowSpill, IDisposable
{
    private readonly SafeFileHandle file;
    private long length;

    public SpillFile(string path)
    {
        file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, FileOptions.DeleteOnClose);
        // Where a file can be deleted while it is open, its space is free as soon as the process ends, however that ends.
        File.Delete(path);
    }

    public long Write(ReadOnlySpan<byte> bytes)
    {
        long at = length;
        RandomAccess.Write(file, bytes, at);
        length += bytes.Length;
        return at;
    }

    public void Read(long at, Span<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            int count = RandomAccess.Read(file, bytes, at);
            if (count == 0)
                throw new EndOfStreamException("Rows that were put aside cannot be read again.");
            at += count;
            bytes = bytes[count..];
        }
    }

    public void Dispose() => file.Dispose();
}
