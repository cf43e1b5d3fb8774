using Drover.Contracts.Errors;

namespace Drover.Cli.Output;

/// <summary>The daemon speaks of fields of a request; whoever typed a command knows its options.</summary>
internal static class OptionWords
{
    private static readonly Dictionary<string, string> Options = new(StringComparer.Ordinal)
    {
        ["debounce_ms"] = "--debounce",
        ["label"] = "--label",
        ["watch"] = "--watch",
        ["ignore"] = "--ignore",
        ["ext"] = "--ext",
        ["env"] = "--env",
        ["env_file"] = "--env-file",
        ["cwd"] = "--cwd",
        ["shell"] = "--shell",
        ["depends_on"] = "--depends-on",
        ["restart.max"] = "--max-restarts",
        ["restart.window_ms"] = "--restart-window",
        ["restart.backoff_ms"] = "--backoff",
        ["restart.max_backoff_ms"] = "--max-backoff",
        ["ready"] = "--ready",
        ["ready.log"] = "--ready log:",
        ["ready.http"] = "--ready http:",
        ["ready.after_ms"] = "--ready after:",
        ["ready.timeout_ms"] = "--ready-timeout",
        ["live"] = "--live",
        ["live.log"] = "--live log:",
        ["live.http"] = "--live http:",
        ["live.after_ms"] = "--live after:",
        ["live.interval_ms"] = "--live-interval",
        ["stop.signal"] = "--stop-signal",
        ["stop.grace_ms"] = "--grace",
        ["grace_ms"] = "--grace",
        ["limits.memory_bytes"] = "--memory",
        ["limits.cpu_percent"] = "--cpu",
        ["wait.timeout_ms"] = "--timeout",
        ["timeout_ms"] = "--timeout",
        ["older_than"] = "--older-than",
        ["keep"] = "--keep",
        ["limit"] = "--lines",
        ["since"] = "--since",
        ["until"] = "--until",
        ["since_seq"] = "--since-seq",
        ["grep"] = "--grep",
        ["context"] = "--context",
        ["max_bytes"] = "--max-bytes",
    };

    /// <summary>The message of an error; where it begins with the field it is about, with the option in its place.</summary>
    internal static string In(Error error) =>
        error.Details?.GetValueOrDefault("field") is { } field && Options.TryGetValue(field, out var option) && error.Message.StartsWith(field + " ", StringComparison.Ordinal)
            ? option + error.Message[field.Length..]
            : error.Message;
}
