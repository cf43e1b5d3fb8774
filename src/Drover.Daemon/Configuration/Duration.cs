using System.Buffers;
using System.Globalization;

namespace Drover.Daemon.Configuration;

/// <summary>Spans of time as people write them: <c>250ms</c>, <c>90s</c>, <c>1h30m</c>, <c>1.5h</c>, <c>7d</c>.</summary>
internal static class Duration
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    private static readonly (string Unit, double Seconds)[] Units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400), ("w", 604_800)];

    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan span)
    {
        span = TimeSpan.Zero;
        if (text.IsEmpty)
        {
            return false;
        }

        double seconds = 0;
        while (!text.IsEmpty)
        {
            var digits = text.IndexOfAnyExcept(Digits);
            if (digits <= 0 || !double.TryParse(text[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            text = text[digits..];
            var letters = text.IndexOfAnyInRange('0', '9');
            var unit = letters < 0 ? text : text[..letters];
            if (!TryUnit(unit, out var factor))
            {
                return false;
            }

            seconds += number * factor;
            text = text[unit.Length..];
        }

        if (seconds > TimeSpan.FromDays(36_500).TotalSeconds)
        {
            return false;
        }

        span = TimeSpan.FromSeconds(seconds);
        return true;
    }

    private static bool TryUnit(ReadOnlySpan<char> text, out double seconds)
    {
        foreach (var (unit, factor) in Units)
        {
            if (text.SequenceEqual(unit))
            {
                seconds = factor;
                return true;
            }
        }

        seconds = 0;
        return false;
    }
}
