using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;

namespace Drover.Supervision.Identity;

/// <summary>
/// What a process's environment says of it: the run it belongs to (inherited by everything a command starts, setsid and double
/// fork included), or that it is a daemon which was started inside a run and left it.
/// </summary>
internal static class RunMarker
{
    public const string Variable = "DROVER_RUN_ID";

    /// <summary>Set by a daemon that was started inside a run, in its own environment and nowhere else.</summary>
    public const string DaemonVariable = "DROVER_DAEMON";

    private const int LargestEnvironment = 4 * 1024 * 1024;

    // An exec shows neither arguments nor environment for some microseconds, or as long as it has to wait for a processor.
    private static readonly TimeSpan ExecPatience = TimeSpan.FromMilliseconds(500);

    // Looks that find arguments but no environment before there is taken to be none: a program that execs again and again may be
    // met in the middle of one each time.
    private const int LooksForNone = 20;

    /// <summary>The run of a process; null when it has none, ended, or belongs to somebody whose environment may not be read.</summary>
    public static Guid? Of(int pid) => Read(pid).RunId;

    public static (Guid? RunId, bool IsDaemon) Read(int pid)
    {
        if (ReadNow(pid) is { } markers)
        {
            return markers;
        }

        var wait = default(SpinWait);
        var start = Stopwatch.GetTimestamp();
        for (var looks = 0; looks < LooksForNone && Stopwatch.GetElapsedTime(start) < ExecPatience;)
        {
            if (!ProcStat.TryRead(pid, out var stat) || stat.IsZombie || stat.IsKernelThread)
            {
                break;
            }

            looks += HasArguments(pid) ? 1 : 0;
            if (ReadNow(pid) is { } after)
            {
                return after;
            }

            wait.SpinOnce();
        }

        return default;
    }

    private static bool HasArguments(int pid)
    {
        Span<byte> any = stackalloc byte[1];
        return ProcStat.ReadSmallFile($"/proc/{pid}/cmdline", any) != 0;
    }

    /// <summary>Null when nothing is there to read: it has no environment, or is in the middle of an exec.</summary>
    private static (Guid? RunId, bool IsDaemon)? ReadNow(int pid)
    {
        for (var size = 16 * 1024; ; size *= 4)
        {
            var buffer = ArrayPool<byte>.Shared.Rent(size);
            var read = 0;
            try
            {
                read = ProcStat.ReadSmallFile($"/proc/{pid}/environ", buffer);
                if (read <= 0)
                {
                    return read == 0 ? null : default((Guid?, bool));
                }

                if (read < buffer.Length || size >= LargestEnvironment)
                {
                    return Find(buffer.AsSpan(0, read));
                }
            }
            finally
            {
                // Holds secrets of the user's: not for the next renter.
                buffer.AsSpan(0, Math.Max(read, 0)).Clear();
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    /// <summary>Finds the markers in an environment block: NAME=VALUE, each ended by a zero byte.</summary>
    internal static (Guid? RunId, bool IsDaemon) Find(ReadOnlySpan<byte> environment)
    {
        Guid? run = null;
        var isDaemon = false;
        while (!environment.IsEmpty)
        {
            var end = environment.IndexOf((byte)0);
            var entry = end < 0 ? environment : environment[..end];
            if (run is null && entry.StartsWith("DROVER_RUN_ID="u8))
            {
                var value = entry["DROVER_RUN_ID="u8.Length..];
                run = Utf8Parser.TryParse(value, out Guid id, out var used) && used == value.Length ? id : null;
            }

            isDaemon |= entry.StartsWith("DROVER_DAEMON="u8);
            environment = end < 0 ? default : environment[(end + 1)..];
        }

        return (run, isDaemon);
    }
}
