using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace BatchEstimator.Worker.Intake;

/// <summary>
/// Linux's inotify, one instance and one thread for all folders. Unlike the runtime's watcher it tells a file moved in
/// (IN_MOVED_TO) from the beginning of a copy (IN_CREATE).
/// </summary>
[SupportedOSPlatform("linux")]
public sealed partial class InotifyEvents : IFolderEvents
{
    private const uint CloseWrite = 0x8, MovedTo = 0x80, Create = 0x100, OnlyFolder = 0x01000000;
    private const uint Ignored = 0x8000;
    private const int CloseOnExec = 0x80000, NonBlocking = 0x800;
    private const short PollIn = 1;

    // How often the thread looks whether it should end.
    private const int PollMilliseconds = 200;

    private readonly SafeFileHandle inotify;
    private readonly Lock gate = new();
    private readonly Dictionary<int, string> folders = [];
    private readonly Thread thread;
    private volatile bool stopped;

    private InotifyEvents(SafeFileHandle inotify)
    {
        this.inotify = inotify;
        thread = new Thread(Listen) { IsBackground = true, Name = "inotify" };
        thread.Start();
    }

    public event Action? Changed;

    public event Action<string>? MovedIn;

    /// <summary>Null if the system has no instance left to give; the periodic scan then does all the work.</summary>
    public static InotifyEvents? TryOpen()
    {
        var handle = Init(CloseOnExec | NonBlocking);
        if (!handle.IsInvalid) return new InotifyEvents(handle);
        handle.Dispose();
        return null;
    }

    public void Watch(IReadOnlyCollection<string> folders)
    {
        lock (gate)
        {
            if (stopped) return;
            var wanted = folders.ToHashSet(StringComparer.Ordinal);
            foreach (var (watch, folder) in this.folders.ToArray())
            {
                if (wanted.Contains(folder)) continue;
                RemoveWatch(inotify, watch);
                this.folders.Remove(watch);
            }
            // Adding one that exists gives the same number back; a folder that was deleted and made again gets a new one.
            foreach (string folder in wanted)
            {
                int watch = AddWatch(inotify, folder, CloseWrite | MovedTo | Create | OnlyFolder);
                if (watch >= 0) this.folders[watch] = folder;
            }
        }
    }

    public void Dispose()
    {
        stopped = true;
        thread.Join();
        inotify.Dispose();
    }

    private void Listen()
    {
        byte[] buffer = new byte[64 * 1024];
        while (!stopped)
        {
            var waiting = new PollRequest { File = (int)inotify.DangerousGetHandle(), Events = PollIn };
            if (Poll(ref waiting, 1, PollMilliseconds) <= 0) continue;
            nint read = Read(inotify, buffer, buffer.Length);
            if (read > 0) Tell(buffer.AsSpan(0, (int)read));
        }
    }

    /// <summary>Walks the records: watch, mask, cookie and length of the name (four bytes each), then the name, padded with zeros.</summary>
    private void Tell(ReadOnlySpan<byte> records)
    {
        const int header = 16;
        while (records.Length >= header)
        {
            int watch = MemoryMarshal.Read<int>(records);
            uint mask = MemoryMarshal.Read<uint>(records[4..]);
            int length = MemoryMarshal.Read<int>(records[12..]);
            string name = Encoding.UTF8.GetString(records.Slice(header, length)).TrimEnd('\0');
            records = records[(header + length)..];
            Tell(watch, mask, name);
        }
        // Also after an overflow, which is a record like any other: whatever was lost is found by looking.
        Changed?.Invoke();
    }

    private void Tell(int watch, uint mask, string name)
    {
        string? folder;
        lock (gate)
        {
            folder = folders.GetValueOrDefault(watch);
            if ((mask & Ignored) != 0) folders.Remove(watch);
        }
        if (folder is not null && (mask & MovedTo) != 0) MovedIn?.Invoke(Path.Combine(folder, name));
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PollRequest
    {
        public int File;
        public short Events;
        public short Returned;
    }

    [LibraryImport("libc", EntryPoint = "inotify_init1", SetLastError = true)]
    private static partial SafeFileHandle Init(int flags);

    [LibraryImport("libc", EntryPoint = "inotify_add_watch", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddWatch(SafeFileHandle inotify, string path, uint mask);

    [LibraryImport("libc", EntryPoint = "inotify_rm_watch", SetLastError = true)]
    private static partial int RemoveWatch(SafeFileHandle inotify, int watch);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollRequest requests, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(SafeFileHandle file, byte[] buffer, nint count);
}
