using Drover.Contracts.Sessions;
using Drover.Supervision.Restarts;
using Drover.Supervision.Stopping;
using Drover.Supervision.Watching;

namespace Drover.Daemon.Features.Sessions.Specs;

/// <summary>Says a checked spec in the kernel's terms, with the configured defaults.</summary>
internal static class KernelTerms
{
    public static StopPolicy Stop(StopSpec? spec, TimeSpan defaultGrace, string? signal = null, int? graceMs = null)
    {
        var name = signal ?? spec?.Signal ?? "TERM";
        return SignalNames.TryParse(name, out var number)
            ? new StopPolicy(number, (graceMs ?? spec?.GraceMs) is { } grace ? TimeSpan.FromMilliseconds(grace) : defaultGrace)
            : throw new InvalidOperationException($"The signal {name} passed the rules and is unknown.");
    }

    public static RestartPolicy Restart(RestartSpec? spec)
    {
        var defaults = RestartPolicy.Never;
        return spec is null ? defaults : new RestartPolicy
        {
            Kind = spec.Policy switch
            {
                RestartPolicyKind.Always => RestartKind.Always,
                RestartPolicyKind.OnFailure => RestartKind.OnFailure,
                _ => RestartKind.Never,
            },
            Max = spec.Max ?? defaults.Max,
            Window = Milliseconds(spec.WindowMs, defaults.Window),
            Backoff = Milliseconds(spec.BackoffMs, defaults.Backoff),
            MaxBackoff = Milliseconds(spec.MaxBackoffMs, defaults.MaxBackoff),
        };
    }

    public static WatchSpec? Watch(SessionSpec spec, TimeSpan defaultDebounce, bool allowMissing) =>
        spec.Watch is not { Count: > 0 } paths ? null : new WatchSpec
        {
            Paths = paths,
            WorkingDirectory = spec.Cwd!,
            Ignore = spec.Ignore ?? [],
            Extensions = spec.Ext ?? [],
            Debounce = Milliseconds(spec.DebounceMs, defaultDebounce),
            AllowMissing = allowMissing,
        };

    private static TimeSpan Milliseconds(int? given, TimeSpan otherwise) => given is { } number ? TimeSpan.FromMilliseconds(number) : otherwise;
}
