using System.Globalization;

namespace Drover.Daemon.Sockets;

/// <summary>What /proc tells of one process, for sentences about it.</summary>
internal static class ProcessFacts
{
    private const int TicksPerSecond = 100;

    /// <summary>Its short name; <c>?</c> when it is gone.</summary>
    public static string NameOf(int pid) => Read($"/proc/{pid}/comm")?.TrimEnd('\n') ?? "?";

    /// <summary>How long it lives already; null when it is gone. By the system's time since boot, which nobody sets.</summary>
    public static TimeSpan? AgeOf(int pid)
    {
        // 1234 (a (b) c) S 1 … ; the name may hold anything, the start time is the 20th field behind it, in clock ticks since boot.
        var stat = Read($"/proc/{pid}/stat");
        var uptime = Read("/proc/uptime")?.Split(' ')[0];
        return stat is not null
            && stat[(stat.LastIndexOf(')') + 2)..].Split(' ') is { Length: > 19 } fields
            && long.TryParse(fields[19], CultureInfo.InvariantCulture, out var ticks)
            && double.TryParse(uptime, CultureInfo.InvariantCulture, out var seconds)
                ? TimeSpan.FromSeconds(Math.Max(0, seconds - (double)ticks / TicksPerSecond))
                : null;
    }

    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
