using System.Globalization;
using Drover.Cli.CommandLine;
using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;

namespace Drover.Cli.Commands.Sessions;

/// <summary>A probe as it is written on the command line, or none.</summary>
/// <param name="Probe">The probe.</param>
internal readonly record struct ProbeText(ProbeSpec? Probe)
{
    private const string Forms = "log:REGEX, port, port:3000, http:URL, exec:COMMAND or after:500ms";

    // log:listening on · port · port:3000 · http://localhost:3000/health · http::3000/health · exec:pg_isready -q · after:2s
    internal static Result<ProbeText> Parse(string? text, int? timeoutMs, int? intervalMs)
    {
        if (text is null)
        {
            return timeoutMs is null && intervalMs is null ? default(ProbeText) : new Error(ErrorCodes.RequestUsage, "A time for a probe is given, but no probe.");
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (kind, value) = colon < 0 ? (text, "") : (text[..colon], text[(colon + 1)..]);
        var probe = (kind, value) switch
        {
            ("log", { Length: > 0 }) => new ProbeSpec { Log = value },
            ("port", "") => new ProbeSpec { Port = new ProbePort(null) },
            ("port", _) when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536 => new ProbeSpec { Port = new ProbePort(port) },
            ("http" or "https", { Length: > 0 }) when Url(text, value) is { } url => new ProbeSpec { Http = url },
            ("exec", { Length: > 0 }) => new ProbeSpec { Exec = ["/bin/sh", "-c", value] },
            ("after", _) when Values.TryMilliseconds(value) is { } time => new ProbeSpec { AfterMs = time },
            _ => null,
        };
        return probe is null
            ? new Error(ErrorCodes.RequestUsage, $"\"{text}\" is not a probe: give {Forms}.")
            : new ProbeText(probe with { TimeoutMs = timeoutMs, IntervalMs = intervalMs });
    }

    private static string? Url(string text, string value)
    {
        var url = value.StartsWith("//", StringComparison.Ordinal) ? text
            : value.StartsWith(':') ? $"http://localhost{value}"
            : value.Contains("://", StringComparison.Ordinal) ? value
            : value.IndexOfAny([':', '/', '.']) > 0 || value is "localhost" ? $"http://{value}"
            // A bare word is a path or a port as likely as a host.
            : "";
        return Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri is { Scheme: "http" or "https", Host.Length: > 0 } ? url : null;
    }
}
