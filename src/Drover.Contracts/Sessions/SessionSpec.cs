using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Drover.Contracts.Sessions;

/// <summary>What is wanted: the body of <c>POST /v1/sessions</c>. Immutable; a session keeps it for its restarts.</summary>
public sealed record SessionSpec
{
    /// <summary>Program and arguments. Exactly one of this and <see cref="Shell"/> is required.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>A line for <c>/bin/sh -c</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Shell { get; init; }

    /// <summary>Working directory; the daemon's start folder when absent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Cwd { get; init; }

    /// <summary>Variables over <see cref="BaseEnv"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Env { get; init; }

    /// <summary>The environment to start from; the daemon's own when absent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BaseEnvironment? BaseEnv { get; init; }

    /// <summary>A file of <c>KEY=value</c> lines, read anew at each start, below <see cref="Env"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? EnvFile { get; init; }

    /// <summary>A name, unique among active sessions.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Label { get; init; }

    /// <summary>Files and folders whose changes restart the session.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Watch { get; init; }

    /// <summary>Quiet time after the last change before the restart, in milliseconds. Default 250.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? DebounceMs { get; init; }

    /// <summary>Globs of paths that are not watched, on top of what git ignores.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Ignore { get; init; }

    /// <summary>When given, only files with these extensions count, e.g. <c>ts</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Ext { get; init; }

    /// <summary>What to do when the process ends by itself.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RestartSpec? Restart { get; init; }

    /// <summary>When the session counts as ready.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ProbeSpec? Ready { get; init; }

    /// <summary>Checked repeatedly once ready; three failures in a row restart the session.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ProbeSpec? Live { get; init; }

    /// <summary>How the session is stopped.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StopSpec? Stop { get; init; }

    /// <summary><c>hold</c> (default: open and writable) or <c>null</c> (/dev/null).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StdinKind? Stdin { get; init; }

    /// <summary>Its port, given as <c>PORT</c>: a number, or <c>auto</c> for a free one that is chosen once and kept for the session.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SessionPort? Port { get; init; }

    /// <summary>Sessions that must be running (ready, if they have a readiness probe) first, or for which another condition must hold.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DependencyList? DependsOn { get; init; }

    /// <summary>Run on a pseudo-terminal; stdout and stderr are then one stream.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Pty { get; init; }

    /// <summary>Send stderr into stdout, for exact order.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Merge { get; init; }

    /// <summary>Limits on the whole process tree, where a writable cgroup is available.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LimitsSpec? Limits { get; init; }

    /// <summary>The project it belongs to, when <c>up</c> made it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Browsable(false)]
    public SessionProject? Project { get; init; }

    /// <summary>Wait for an outcome before answering.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WaitRequest? Wait { get; init; }
}

/// <summary>Restart policy of a session.</summary>
public sealed record RestartSpec
{
    /// <summary>When to restart. Default <see cref="RestartPolicyKind.Never"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RestartPolicyKind? Policy { get; init; }

    /// <summary>Restarts allowed within <see cref="WindowMs"/> before the session is <c>failed</c>. Default 10.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Max { get; init; }

    /// <summary>Sliding window for <see cref="Max"/>, and the uptime after which the backoff starts over. Default 60,000.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? WindowMs { get; init; }

    /// <summary>First delay. Default 500.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? BackoffMs { get; init; }

    /// <summary>Largest delay; it doubles up to here. Default 30,000.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? MaxBackoffMs { get; init; }
}

/// <summary>A readiness or liveness probe: exactly one of the first five is given.</summary>
public sealed record ProbeSpec
{
    /// <summary>Regular expression that a line of output must match.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Log { get; init; }

    /// <summary>A port that must accept connections; <c>true</c> = <c>PORT</c>, or else any port the tree listens on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ProbePort? Port { get; init; }

    /// <summary>A URL that must answer 2xx or 3xx.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Http { get; init; }

    /// <summary>A command that must exit 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Exec { get; init; }

    /// <summary>Milliseconds the process must have lived.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? AfterMs { get; init; }

    /// <summary>Time for the first success. Default 60,000.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? TimeoutMs { get; init; }

    /// <summary>Time between attempts. Default 100 for readiness, 10,000 for liveness.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? IntervalMs { get; init; }
}

/// <summary>How a session is stopped.</summary>
public sealed record StopSpec
{
    /// <summary>First signal. Default <c>TERM</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Signal { get; init; }

    /// <summary>Milliseconds until KILL. Default 2,000.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? GraceMs { get; init; }
}

/// <summary>Limits on a session's process tree.</summary>
public sealed record LimitsSpec
{
    /// <summary>Memory of the whole tree, in bytes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? MemoryBytes { get; init; }

    /// <summary>CPU of the whole tree, 100 = one core.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? CpuPercent { get; init; }
}
