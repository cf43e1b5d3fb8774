using System.Buffers.Text;
using System.Runtime.InteropServices;
using Drover.Supervision.Posix;

namespace Drover.Supervision.Identity;

/// <summary>
/// The fields of /proc/PID/stat that matter here. A sample, the command's name (in brackets, holding anything) shortened:
/// <code>4712 (a ) b) S 4711 4712 4712 0 -1 4194560 120 0 0 0 1 0 0 0 20 0 1 0 8213456 2703360 210 …</code>
/// </summary>
/// <remarks>Source: proc_pid_stat(5).</remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ProcStat(char State, int ParentPid, int GroupId, int SessionId, long UserTicks, long SystemTicks, long StartTime, long ResidentPages)
{
    private const int LargestRecord = 1024;

    /// <summary>Zombies and the dead: they hold a process id and nothing else.</summary>
    public bool IsZombie => State is 'Z' or 'X' or 'x';

    /// <summary>Kernel threads, the only ones in process group 0.</summary>
    public bool IsKernelThread => GroupId == 0;

    public static bool TryRead(int pid, out ProcStat stat) => Read(pid, out stat) >= 0;

    /// <summary>As <see cref="TryRead"/>, for those to whom a process that cannot be looked at is not the same as none.</summary>
    /// <returns>Zero or more, or the negative error number: -EMFILE when no descriptor is left.</returns>
    public static int Read(int pid, out ProcStat stat)
    {
        stat = default;
        Span<byte> bytes = stackalloc byte[LargestRecord];
        var fd = Files.Open($"/proc/{pid}/stat", OpenFlags.ReadOnly | OpenFlags.CloseOnExec);
        if (fd < 0)
        {
            return fd;
        }

        // The kernel gives the whole line at the first read.
        var read = Files.Read(fd, bytes);
        _ = Files.Close(fd);
        return read > 0 && TryParse(bytes[..read], out stat) ? 0 : read < 0 ? read : -Errno.ESRCH;
    }

    public static bool TryParse(ReadOnlySpan<byte> line, out ProcStat stat)
    {
        stat = default;
        var end = line.LastIndexOf((byte)')');
        if (end < 0 || end + 2 >= line.Length)
        {
            return false;
        }

        const int rss = 20;
        Span<long> fields = stackalloc long[rss + 1]; // from 4 (ppid) to 24 (rss)
        var state = (char)line[end + 2];
        var rest = line[(end + 3)..];
        for (var n = 0; n < fields.Length; n++)
        {
            if (rest.IsEmpty || rest[0] != (byte)' ' || !Utf8Parser.TryParse(rest[1..], out long value, out var used))
            {
                return false;
            }

            fields[n] = value;
            rest = rest[(1 + used)..];
        }

        stat = new ProcStat(state, (int)fields[0], (int)fields[1], (int)fields[2], fields[10], fields[11], fields[18], fields[rss]);
        return true;
    }

    /// <summary>Reads what fits of a file in /proc.</summary>
    /// <returns>The bytes read, or the negative error number.</returns>
    internal static int ReadSmallFile(string path, Span<byte> buffer)
    {
        var fd = Files.Open(path, OpenFlags.ReadOnly | OpenFlags.CloseOnExec);
        if (fd < 0)
        {
            return fd;
        }

        var total = 0;
        int read;
        while ((read = Files.Read(fd, buffer[total..])) > 0)
        {
            total += read;
        }

        _ = Files.Close(fd);
        return read < 0 ? read : total;
    }
}
