using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace BatchEstimator.Worker.Running;

/// <summary>Files and folders that are on the disk, not only in its cache, when the call returns.</summary>
public static partial class Durable
{
    /// <summary>Replaces the file as a whole: after a crash it holds the old text or the new one.</summary>
    public static void WriteText(string path, string text)
    {
        string unfinished = path + ".tmp";
        using (var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write))
        {
            file.Write(Encoding.UTF8.GetBytes(text));
            file.Flush(flushToDisk: true);
        }
        File.Move(unfinished, path, overwrite: true);
        SyncFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>Every file in the folder, and the folder itself.</summary>
    public static void SyncTree(string folder)
    {
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
            RandomAccess.FlushToDisk(file);
        }
        foreach (string inner in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories)) SyncFolder(inner);
        SyncFolder(folder);
    }

    /// <summary>Renames a folder and makes the rename itself durable.</summary>
    public static void MoveFolder(string from, string to)
    {
        string parent = Path.GetDirectoryName(to)!;
        Directory.CreateDirectory(parent);
        Directory.Move(from, to);
        SyncFolder(parent);
        SyncFolder(Path.GetDirectoryName(from)!);
    }

    /// <summary>Makes names created in, or moved to, a folder durable. Only Unix has (and needs) a call for that.</summary>
    public static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        using var handle = Open(folder, flags: 0);
        if (handle.IsInvalid || Sync(handle) != 0)
            throw new IOException($"{folder} cannot be written to the disk: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(SafeFileHandle file);
}
