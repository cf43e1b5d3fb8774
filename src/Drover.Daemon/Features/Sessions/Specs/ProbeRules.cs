using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Daemon.Ports;

namespace Drover.Daemon.Features.Sessions.Specs;

/// <summary>What a probe must look like.</summary>
internal static class ProbeRules
{
    private const int OneDayMs = 86_400_000;
    private static readonly Dictionary<string, int> AnyPorts = new(StringComparer.Ordinal) { [PortText.OwnPort] = 1, ["FREE_PORT"] = 1 };

    public static Error? Check(string field, ProbeSpec? probe)
    {
        if (probe is null)
        {
            return null;
        }

        var kinds = (probe.Log is null ? 0 : 1) + (probe.Port is null ? 0 : 1) + (probe.Http is null ? 0 : 1) + (probe.Exec is null ? 0 : 1) + (probe.AfterMs is null ? 0 : 1);
        if (kinds != 1)
        {
            return SpecRules.Invalid(field, "has exactly one of log, port, http, exec and after_ms");
        }

        return CheckKind(field, probe)
            ?? SpecRules.Range($"{field}.timeout_ms", probe.TimeoutMs, 1, OneDayMs)
            ?? SpecRules.Range($"{field}.interval_ms", probe.IntervalMs, 10, OneDayMs);
    }

    private static Error? CheckKind(string field, ProbeSpec probe)
    {
        if (probe.Log is { } pattern)
        {
            return field == "live"
                ? SpecRules.Invalid("live", "asks again and again: use port, http or exec; a line that was printed once stays printed")
                : SpecRules.Pattern($"{field}.log", pattern);
        }

        if (probe.Http is { } url)
        {
            // Placeholders are filled in at the start; any port does for looking at the form.
            var sample = PortText.Expand(url, AnyPorts, withOwnPort: true);
            return Uri.TryCreate(sample, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
                ? null
                : SpecRules.Invalid($"{field}.http", "is a URL such as http://localhost:5173/health");
        }

        if (probe.Exec is { } command)
        {
            return command.Count == 0 || command.Any(part => string.IsNullOrEmpty(part) && part != "") || string.IsNullOrWhiteSpace(command[0])
                ? SpecRules.Invalid($"{field}.exec", "is a program and its arguments")
                : null;
        }

        return field == "live" && probe.AfterMs is not null
            ? SpecRules.Invalid("live", "asks again and again: use port, http or exec")
            : SpecRules.Range($"{field}.after_ms", probe.AfterMs, 0, OneDayMs);
    }
}
