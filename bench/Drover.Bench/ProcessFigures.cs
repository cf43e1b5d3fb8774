using System.Globalization;

namespace Drover.Bench;

/// <summary>What /proc says of a process.</summary>
internal static class ProcessFigures
{
    private const double NanosecondsPerSecond = 1e9;

    /// <summary>CPU seconds of each of its threads by id, exact to the nanosecond.</summary>
    public static Dictionary<string, double> ExactCpu(int pid) => Directory.EnumerateDirectories($"/proc/{pid}/task").ToDictionary(
        thread => thread,
        thread => double.Parse(File.ReadAllText($"{thread}/schedstat").Split(' ')[0], CultureInfo.InvariantCulture) / NanosecondsPerSecond);

    /// <summary>CPU seconds, user and system, threads that ended included; exact to 10 ms.</summary>
    public static double Cpu(int pid)
    {
        // pid (comm) state ppid …; utime and stime are the 12th and 13th after the state.
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (Number(fields[11]) + Number(fields[12])) / 100;
    }

    /// <summary>True under a real-time scheduling policy.</summary>
    public static bool IsRealTime(int pid)
    {
        // The policy is the 39th field after the name; 1 and 2 are SCHED_FIFO and SCHED_RR.
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        return Number(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[38]) is 1 or 2;
    }

    public static int Parent(int pid)
    {
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        return (int)Number(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1]);
    }

    /// <summary>Resident memory in MB.</summary>
    public static double ResidentMegabytes(int pid) => Kilobytes($"/proc/{pid}/status", "VmRSS:") / 1024;

    /// <summary>Highest resident memory so far in MB.</summary>
    public static double PeakMegabytes(int pid) => Kilobytes($"/proc/{pid}/status", "VmHWM:") / 1024;

    /// <summary>Memory in MB, what is shared counted by its share.</summary>
    public static double ProportionalMegabytes(int pid) => Kilobytes($"/proc/{pid}/smaps_rollup", "Pss:") / 1024;

    private static double Kilobytes(string file, string name) =>
        Number(File.ReadLines(file).First(l => l.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
