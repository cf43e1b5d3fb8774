using System.Runtime.InteropServices;

namespace Drover.Supervision.Posix;

/// <summary>inotify(7). Records are read with <see cref="Files.Read"/>: wd, mask, cookie, length (4 bytes each), then the name.</summary>
internal static partial class Inotify
{
    public const uint Access = 0x1;
    public const uint Modify = 0x2;
    public const uint Attributes = 0x4;
    public const uint CloseWrite = 0x8;
    public const uint MovedFrom = 0x40;
    public const uint MovedTo = 0x80;
    public const uint Create = 0x100;
    public const uint Delete = 0x200;
    public const uint DeleteSelf = 0x400;
    public const uint MoveSelf = 0x800;
    public const uint Unmounted = 0x2000;
    public const uint QueueOverflow = 0x4000;
    public const uint Ignored = 0x8000;
    public const uint OnlyDirectory = 0x0100_0000;
    public const uint DontFollow = 0x0200_0000;
    public const uint ExcludeUnlinked = 0x0400_0000;
    public const uint MaskAdd = 0x2000_0000;
    public const uint IsDirectory = 0x4000_0000;

    /// <summary>The fixed part of a record, in bytes; the name follows, padded with zeroes.</summary>
    public const int RecordHeaderSize = 16;

    /// <summary>A new instance: non-blocking, close-on-exec.</summary>
    /// <returns>A descriptor; -EMFILE when the user's instances (fs.inotify.max_user_instances) are used up.</returns>
    public static int Open() => Errno.Result(InitRaw(OpenFlags.CloseOnExec | OpenFlags.NonBlocking));

    /// <summary>Watches a path.</summary>
    /// <returns>A watch descriptor; -ENOSPC when the user's watches (fs.inotify.max_user_watches) are used up; -EACCES, -ENOENT.</returns>
    public static int AddWatch(int inotify, string path, uint mask) => Errno.Result(AddWatchRaw(inotify, path, mask));

    public static int RemoveWatch(int inotify, int watch) => Errno.Result(RemoveWatchRaw(inotify, watch));

    [LibraryImport("libc", EntryPoint = "inotify_init1", SetLastError = true)]
    private static partial int InitRaw(int flags);

    [LibraryImport("libc", EntryPoint = "inotify_add_watch", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddWatchRaw(int inotify, string path, uint mask);

    [LibraryImport("libc", EntryPoint = "inotify_rm_watch", SetLastError = true)]
    private static partial int RemoveWatchRaw(int inotify, int watch);
}
