using System.Buffers;
using System.Buffers.Text;

namespace Drover.Supervision.Identity;

/// <summary>The run's id in a process's environment: inherited by everything a command starts, setsid and double fork included.</summary>
internal static class RunMarker
{
    public const string Variable = "DROVER_RUN_ID";
    private const int LargestEnvironment = 4 * 1024 * 1024;

    private static ReadOnlySpan<byte> Prefix => "DROVER_RUN_ID="u8;

    /// <summary>The marker of a process; null when it has none, ended, or belongs to somebody whose environment may not be read.</summary>
    public static Guid? Of(int pid)
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
                    return null;
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

    /// <summary>Finds the marker in an environment block: NAME=VALUE, each ended by a zero byte.</summary>
    internal static Guid? Find(ReadOnlySpan<byte> environment)
    {
        while (!environment.IsEmpty)
        {
            var end = environment.IndexOf((byte)0);
            var entry = end < 0 ? environment : environment[..end];
            if (entry.StartsWith(Prefix))
            {
                return Utf8Parser.TryParse(entry[Prefix.Length..], out Guid id, out var used) && used == entry.Length - Prefix.Length ? id : null;
            }

            environment = end < 0 ? default : environment[(end + 1)..];
        }

        return null;
    }
}
