using System.Diagnostics;
using System.Globalization;

namespace Drover.Bench;

/// <summary>CLOCK_MONOTONIC, the clock of the load generator, in nanoseconds.</summary>
internal static class Clock
{
    public static long Now => Stopwatch.GetTimestamp() * (1_000_000_000 / Stopwatch.Frequency);

    public static double Milliseconds(long from, long to) => (to - from) / 1e6;

    public static double Seconds(long from, long to) => (to - from) / 1e9;

    /// <summary>Waits until a file holds a number of lines and gives the last as a time.</summary>
    public static async Task<long> MarkAsync(string file, int line = 1)
    {
        var deadline = Now + 30_000_000_000;
        while (Now < deadline)
        {
            if (File.Exists(file) && await File.ReadAllLinesAsync(file) is var lines && lines.Length >= line)
            {
                return long.Parse(lines[line - 1], CultureInfo.InvariantCulture);
            }

            await Task.Delay(1);
        }

        throw new TimeoutException($"line {line} of {file} did not come");
    }

    /// <summary>Waits until something is true.</summary>
    public static async Task UntilAsync(Func<bool> condition, string what, int seconds = 180)
    {
        var deadline = Now + (seconds * 1_000_000_000L);
        while (!condition())
        {
            if (Now > deadline)
            {
                throw new TimeoutException(what);
            }

            await Task.Delay(1);
        }
    }
}
