using System.Runtime.InteropServices;

namespace BatchEstimator.Worker.Intake;

/// <summary>What a file looks like from outside; if nothing of it changes, nobody is writing.</summary>
/// <param name="Inode">0 where the system does not tell.</param>
/// <param name="Device">The file system; 0 where the system does not tell.</param>
public sealed record FileFingerprint(long Size, long ModifiedTicks, ulong Inode, ulong Device);

/// <summary>Looks at files without opening them: opening a FIFO would hang.</summary>
public static partial class FileProbe
{
    /// <summary>Null if there is nothing of that name, or a folder, link, FIFO, socket or device.</summary>
    public static FileFingerprint? Look(string path)
    {
        if (OperatingSystem.IsLinux()) return Stat(path) is { } found && (found.Mode & TypeMask) == RegularFile ? Fingerprint(found) : null;
        var file = new FileInfo(path);
        const FileAttributes special = FileAttributes.Directory | FileAttributes.ReparsePoint | FileAttributes.Device;
        return file.Exists && (file.Attributes & special) == 0
            ? new FileFingerprint(file.Length, file.LastWriteTimeUtc.Ticks, 0, 0)
            : null;
    }

    /// <summary>The file system a folder lies on; null where the system does not tell.</summary>
    public static ulong? DeviceOf(string folder) => OperatingSystem.IsLinux() && Stat(folder) is { } found ? Device(found) : null;

    private const ushort TypeMask = 0xF000;
    private const ushort RegularFile = 0x8000;

    private static FileFingerprint Fingerprint(in Statx stat) =>
        new((long)stat.Size, (stat.Modified.Seconds * TimeSpan.TicksPerSecond) + (stat.Modified.Nanoseconds / 100), stat.Inode, Device(stat));

    private static ulong Device(in Statx stat) => ((ulong)stat.DeviceMajor << 32) | stat.DeviceMinor;

    private static Statx? Stat(string path)
    {
        const int currentFolder = -100, doNotFollowLinks = 0x100;
        const uint basics = 0x7FF;
        return StatX(currentFolder, path, doNotFollowLinks, basics, out var stat) == 0 ? stat : null;
    }

    // statx rather than stat: its layout is the same on every processor and C library.
    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, out Statx stat);

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Statx
    {
        [FieldOffset(28)] public ushort Mode;
        [FieldOffset(32)] public ulong Inode;
        [FieldOffset(40)] public ulong Size;
        [FieldOffset(112)] public StatxTime Modified;
        [FieldOffset(136)] public uint DeviceMajor;
        [FieldOffset(140)] public uint DeviceMinor;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct StatxTime
    {
        public long Seconds;
        public uint Nanoseconds;
        public int Reserved;
    }
}
