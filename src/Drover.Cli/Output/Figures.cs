using System.Globalization;

namespace Drover.Cli.Output;

/// <summary>Numbers as people read them: <c>1d 4h</c>, <c>12.3M</c>.</summary>
internal static class Figures
{
    internal static string Age(long milliseconds)
    {
        var span = TimeSpan.FromMilliseconds(milliseconds);
        return span switch
        {
            { TotalSeconds: < 1 } => $"{milliseconds}ms",
            { TotalMinutes: < 1 } => $"{span.Seconds}s",
            { TotalHours: < 1 } => $"{span.Minutes}m {span.Seconds}s",
            { TotalDays: < 1 } => $"{span.Hours}h {span.Minutes}m",
            _ => $"{(int)span.TotalDays}d {span.Hours}h",
        };
    }

    internal static string Bytes(long bytes)
    {
        string[] units = ["B", "K", "M", "G", "T"];
        double value = bytes;
        var unit = 0;
        while (value >= 1024 && unit < units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return unit == 0 || value >= 100 ? $"{Math.Round(value)}{units[unit]}" : $"{value.ToString("0.#", CultureInfo.InvariantCulture)}{units[unit]}";
    }

    internal static string Count(long number, string one, string? many = null) => number == 1 ? $"1 {one}" : $"{number} {many ?? one + "s"}";
}
