using System.Globalization;
using Drover.Daemon.Configuration;

namespace Drover.Daemon.Logs;

/// <summary>A moment in a log as people write it: so long ago (<c>10m</c>), or a time.</summary>
internal static class LogTime
{
    public static bool TryParse(string text, DateTimeOffset now, out DateTimeOffset time)
    {
        if (Duration.TryParse(text, out var ago))
        {
            time = now - ago;
            return true;
        }

        // A + in a query arrives as a blank unless it was escaped, so the second try puts it back.
        time = default;
        return text.AsSpan().ContainsAny('-', ':') && (TryTime(text, out time) || TryTime(text.Replace(' ', '+'), out time));
    }

    private static bool TryTime(string text, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
}
