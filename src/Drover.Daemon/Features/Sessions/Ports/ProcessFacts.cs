using System.Globalization;

namespace Drover.Daemon.Features.Sessions.Ports;

/// <summary>What /proc tells of one process, for sentences about it.</summary>
internal static class ProcessFacts
{
    private const int TicksPerSecond = 100;

    /// <summary>Its short name; <c>?</c> when it is gone.</summary>
    public static string NameOf(int pid) => Read($"/proc/{pid}/comm")?.TrimEnd('\n') ?? "?";

    /// <summary>When it started; the present when it is gone.</summary>
    public static DateTimeOffset StartedAt(int pid, TimeProvider time)
    {
        // 1234 (a (b) c) S 1 … ; the name may hold anything, the start time is the 20th field behind it, in clock ticks since boot.
        var now = time.GetUtcNow();
        var stat = Read($"/proc/{pid}/stat");
        var uptime = Read("/proc/uptime")?.Split(' ')[0];
        return stat is not null
            && stat[(stat.LastIndexOf(')') + 2)..].Split(' ') is { Length: > 19 } fields
            && long.TryParse(fields[19], CultureInfo.InvariantCulture, out var ticks)
            && double.TryParse(uptime, CultureInfo.InvariantCulture, out var seconds)
                ? now - TimeSpan.FromSeconds(seconds - (double)ticks / TicksPerSecond)
                : now;
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
