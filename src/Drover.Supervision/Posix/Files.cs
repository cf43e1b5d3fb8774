using System.Runtime.InteropServices;

namespace Drover.Supervision.Posix;

/// <summary>
/// Files and FIFOs by descriptor. Every call answers zero or more on success and the negative error number on failure; the ones
/// that may safely be repeated after EINTR are.
/// </summary>
/// <remarks>Source: open(2), pread(2), statx(2), mkfifo(3), fcntl(2), flock(2).</remarks>
internal static partial class Files
{
    /// <summary>Opens a path. Add <see cref="OpenFlags.CloseOnExec"/> always: children must inherit nothing.</summary>
    /// <returns>A descriptor, or the negative error number.</returns>
    public static int Open(string path, int flags, int mode = 0)
    {
        int answer;
        do
        {
            answer = Errno.Result(OpenRaw(path, flags, mode));
        }
        while (answer == -Errno.EINTR);
        return answer;
    }

    /// <summary>Opens a path relative to an open directory.</summary>
    public static int OpenAt(int directory, string path, int flags, int mode = 0)
    {
        int answer;
        do
        {
            answer = Errno.Result(OpenAtRaw(directory, path, flags, mode));
        }
        while (answer == -Errno.EINTR);
        return answer;
    }

    public static int Close(int fd) => Errno.Result(CloseRaw(fd));

    public static unsafe int Read(int fd, Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            nint answer;
            do
            {
                answer = (nint)Errno.Result((long)ReadRaw(fd, start, (nuint)buffer.Length));
            }
            while (answer == -Errno.EINTR);
            return (int)answer;
        }
    }

    public static unsafe int Write(int fd, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            nint answer;
            do
            {
                answer = (nint)Errno.Result((long)WriteRaw(fd, start, (nuint)bytes.Length));
            }
            while (answer == -Errno.EINTR);
            return (int)answer;
        }
    }

    /// <summary>Reads at an offset. Fewer bytes than asked for only at the end of the file.</summary>
    public static unsafe int PRead(int fd, Span<byte> buffer, long offset)
    {
        fixed (byte* start = buffer)
        {
            nint answer;
            do
            {
                answer = (nint)Errno.Result((long)PReadRaw(fd, start, (nuint)buffer.Length, offset));
            }
            while (answer == -Errno.EINTR);
            return (int)answer;
        }
    }

    /// <summary>Writes at an offset. May write less than asked, on a full disk for example.</summary>
    public static unsafe int PWrite(int fd, ReadOnlySpan<byte> bytes, long offset)
    {
        fixed (byte* start = bytes)
        {
            nint answer;
            do
            {
                answer = (nint)Errno.Result((long)PWriteRaw(fd, start, (nuint)bytes.Length, offset));
            }
            while (answer == -Errno.EINTR);
            return (int)answer;
        }
    }

    public static int Truncate(int fd, long length)
    {
        int answer;
        do
        {
            answer = Errno.Result(FTruncateRaw(fd, length));
        }
        while (answer == -Errno.EINTR);
        return answer;
    }

    public static int Sync(int fd) => Errno.Result(FSyncRaw(fd));

    /// <summary>Data and size reach the disk; times need not.</summary>
    public static int SyncData(int fd) => Errno.Result(FDataSyncRaw(fd));

    public static int MakeFifo(string path, int mode) => Errno.Result(MkFifoRaw(path, (uint)mode));

    public static int MakeDirectory(string path, int mode) => Errno.Result(MkDirRaw(path, (uint)mode));

    /// <summary>Replaces the target in one step.</summary>
    public static int Rename(string from, string to) => Errno.Result(RenameRaw(from, to));

    /// <summary>Whether this user may execute the file.</summary>
    public static bool IsExecutable(string path)
    {
        const int execute = 1;
        return AccessRaw(path, execute) == 0;
    }

    public static int Unlink(string path) => Errno.Result(UnlinkRaw(path));

    /// <summary>Takes the advisory lock that belongs to the open file; it goes with the last copy of the descriptor.</summary>
    /// <returns>0; -EAGAIN when another holds it.</returns>
    public static int TryLockExclusive(int fd)
    {
        const int exclusive = 2, nonBlocking = 4;
        return Errno.Result(FLockRaw(fd, exclusive | nonBlocking));
    }

    /// <summary>Gives the advisory lock back at once, also from under the copies a child has between fork and exec.</summary>
    public static int Unlock(int fd)
    {
        const int unlock = 8;
        return Errno.Result(FLockRaw(fd, unlock));
    }

    public static int Control(int fd, int command, nint argument) => Errno.Result(FcntlRaw(fd, command, argument));

    /// <summary>Asks for a pipe's capacity in bytes. -EPERM beyond the user's allowance is no failure to act on.</summary>
    public static int SetPipeSize(int fd, int bytes) => Control(fd, FcntlCommands.SetPipeSize, bytes);

    public static int GetPipeSize(int fd) => Control(fd, FcntlCommands.GetPipeSize, 0);

    /// <summary>How many bytes wait in a pipe, socket or terminal.</summary>
    public static unsafe int BytesWaiting(int fd)
    {
        const uint fionread = 0x541B;
        int bytes;
        var answer = Terminals.Ioctl(fd, fionread, &bytes);
        return answer < 0 ? answer : bytes;
    }

    /// <summary>Waits until one descriptor is ready.</summary>
    /// <returns>The events that came (poll(2)'s bits), 0 for none in time, or the negative error number.</returns>
    public static unsafe int Poll(int fd, short events, int timeoutMilliseconds)
    {
        var entry = new PollEntry { Fd = fd, Events = events };
        var began = Environment.TickCount64;
        while (true)
        {
            // A signal, such as the end of a child, is no reason to wait less.
            var rest = timeoutMilliseconds < 0 ? -1 : (int)Math.Max(0, timeoutMilliseconds - (Environment.TickCount64 - began));
            var answer = Errno.Result(PollRaw(&entry, 1, rest));
            if (answer != -Errno.EINTR)
            {
                return answer > 0 ? entry.ReturnedEvents : answer;
            }
        }
    }

    /// <summary>Sets the file mode creation mask and answers the one before.</summary>
    public static int SetUmask(int mask) => (int)UmaskRaw((uint)mask);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenRaw(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenAtRaw(int directory, string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int CloseRaw(int fd);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static unsafe partial nint ReadRaw(int fd, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static unsafe partial nint WriteRaw(int fd, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "pread", SetLastError = true)]
    private static unsafe partial nint PReadRaw(int fd, byte* buffer, nuint count, long offset);

    [LibraryImport("libc", EntryPoint = "pwrite", SetLastError = true)]
    private static unsafe partial nint PWriteRaw(int fd, byte* buffer, nuint count, long offset);

    [LibraryImport("libc", EntryPoint = "ftruncate", SetLastError = true)]
    private static partial int FTruncateRaw(int fd, long length);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSyncRaw(int fd);

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int FDataSyncRaw(int fd);

    [LibraryImport("libc", EntryPoint = "mkfifo", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MkFifoRaw(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "mkdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MkDirRaw(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameRaw(string from, string to);

    [LibraryImport("libc", EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AccessRaw(string path, int mode);

    [LibraryImport("libc", EntryPoint = "unlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int UnlinkRaw(string path);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int FLockRaw(int fd, int operation);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int FcntlRaw(int fd, int command, nint argument);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static unsafe partial int PollRaw(PollEntry* entries, nuint count, int timeoutMilliseconds);

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint UmaskRaw(uint mask);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Fd;
        public short Events;
        public short ReturnedEvents;
    }
}
