using System.Globalization;
using System.Text;

namespace Drover.TestKit;

/// <summary>
/// Says of processes themselves, out of /proc, what a status field only claims. A process is its pid and its start time:
/// the same pid with another start time is another process.
/// </summary>
public static class ProcessAssert
{
    /// <summary>Start time of a process in clock ticks since boot; null when it is gone. A zombie is gone: it does nothing any more.</summary>
    public static long? StartTime(int pid)
    {
        // Sample: 1234 (a (b) c) S 1 1234 1234 0 -1 4194560 … ; the name may hold spaces and brackets; state is the first
        // field after the last bracket and the start time the 20th.
        var stat = Read($"/proc/{pid}/stat");
        if (stat is null)
        {
            return null;
        }

        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields[0] is "Z" or "X" ? null : long.Parse(fields[19], CultureInfo.InvariantCulture);
    }

    public static bool IsAlive(int pid, long startTime) => StartTime(pid) == startTime;

    /// <summary>Fails unless this very process is gone, or goes while we wait.</summary>
    public static Task IsGoneAsync(int pid, long startTime) =>
        Patience.UntilAsync(() => !IsAlive(pid, startTime), $"process {pid} is gone ({Describe(pid)})");

    /// <summary>Processes whose environment holds the text, e.g. <c>DROVER_RUN_ID=…</c>: pid and command line. Never this process.</summary>
    public static IReadOnlyList<(int Pid, string Command)> Carrying(string marker) => Find("environ", marker);

    /// <summary>Processes whose command line holds the text. Never this process.</summary>
    public static IReadOnlyList<(int Pid, string Command)> WithCommandLine(string text) => Find("cmdline", text);

    /// <summary>Fails unless no process carries the marker, now or while we wait.</summary>
    public static async Task NoneCarriesAsync(string marker)
    {
        try
        {
            await Patience.UntilAsync(() => Carrying(marker).Count == 0, $"no process carries {marker}").ConfigureAwait(false);
        }
        catch (PatienceException waited)
        {
            var left = string.Join(", ", Carrying(marker).Select(process => $"{process.Pid} ({process.Command})"));
            throw new PatienceException($"{waited.Message}; left: {left}");
        }
    }

    private static List<(int Pid, string Command)> Find(string file, string text)
    {
        var found = new List<(int Pid, string Command)>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && pid != Environment.ProcessId
                && StartTime(pid) is not null
                && Read($"{folder}/{file}")?.Contains(text, StringComparison.Ordinal) == true)
            {
                found.Add((pid, Describe(pid)));
            }
        }

        return found;
    }

    private static string Describe(int pid) => Read($"/proc/{pid}/cmdline")?.Replace('\0', ' ').TrimEnd() ?? "?";

    private static string? Read(string path)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(path));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
