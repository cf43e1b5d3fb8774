using System.Runtime.InteropServices;

namespace Drover.Supervision.Posix;

/// <summary>What statx(2) says about a file; its record has the same layout on every processor, struct stat has not.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly partial record struct FileFacts(ulong Inode, uint DeviceMajor, uint DeviceMinor, long Size, int Mode, int Uid)
{
    private const int AtCurrentDirectory = -100;
    private const int AtEmptyPath = 0x1000;
    private const int AtSymlinkNoFollow = 0x100;
    private const uint BasicStats = 0x7ff;
    private const int TypeMask = 0xF000;

    public bool IsFifo => (Mode & TypeMask) == 0x1000;

    public bool IsDirectory => (Mode & TypeMask) == 0x4000;

    public bool IsRegular => (Mode & TypeMask) == 0x8000;

    /// <summary>The facts of an open descriptor.</summary>
    /// <returns>0, or the negative error number.</returns>
    public static int Of(int fd, out FileFacts facts) => Read(fd, "", AtEmptyPath, out facts);

    /// <summary>The facts of a path, symbolic links followed unless asked otherwise.</summary>
    /// <returns>0, or the negative error number.</returns>
    public static int Of(string path, out FileFacts facts, bool follow = true) =>
        Read(AtCurrentDirectory, path, follow ? 0 : AtSymlinkNoFollow, out facts);

    private static unsafe int Read(int directory, string path, int flags, out FileFacts facts)
    {
        Span<byte> record = stackalloc byte[256];
        int answer;
        fixed (byte* start = record)
        {
            answer = Errno.Result(StatxRaw(directory, path, flags, BasicStats, start));
        }

        facts = answer < 0
            ? default
            : new FileFacts(
                MemoryMarshal.Read<ulong>(record[32..]),
                MemoryMarshal.Read<uint>(record[136..]),
                MemoryMarshal.Read<uint>(record[140..]),
                MemoryMarshal.Read<long>(record[40..]),
                MemoryMarshal.Read<ushort>(record[28..]),
                MemoryMarshal.Read<int>(record[20..]));
        return answer;
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int StatxRaw(int directory, string path, int flags, uint mask, byte* record);
}
