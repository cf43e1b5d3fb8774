using System.Text.Json.Serialization;
using Drover.Contracts.Json;
using Drover.Contracts.Logs;

namespace Drover.Contracts.Sessions;

/// <summary>Answer of <c>POST /v1/sessions</c>.</summary>
public sealed record SessionCreated
{
    /// <summary>UUID of the new session.</summary>
    public required string Id { get; init; }

    /// <summary>State at the moment of the answer: <c>starting</c>, or what the wait ended with.</summary>
    public required SessionState State { get; init; }

    /// <summary>The given name.</summary>
    public string? Label { get; init; }

    /// <summary>Outcome of the wait, when one was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WaitResult? Wait { get; init; }
}

/// <summary>Optional body of <c>restart</c>.</summary>
public sealed record RestartRequest
{
    /// <summary>Milliseconds until KILL, instead of the session's own.</summary>
    public int? GraceMs { get; init; }

    /// <summary>Wait for an outcome of the new run before answering.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WaitRequest? Wait { get; init; }
}

/// <summary>Optional body of <c>stop</c>.</summary>
public sealed record StopRequest
{
    /// <summary>Milliseconds until KILL, instead of the session's own.</summary>
    public int? GraceMs { get; init; }

    /// <summary>First signal, instead of the session's own.</summary>
    public string? Signal { get; init; }

    /// <summary>Answer only when nothing of the session is left.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Wait { get; init; }
}

/// <summary>Body of <c>signal</c>.</summary>
/// <param name="Signal">Name (<c>HUP</c>, <c>SIGHUP</c>) or number.</param>
public sealed record SignalRequest(string Signal);

/// <summary>JSON body of <c>stdin</c>.</summary>
/// <param name="Text">Text to write, as it is: no newline is added.</param>
public sealed record StdinRequest(string Text);

/// <summary>Answer of <c>stdin</c>.</summary>
/// <param name="Written">Bytes written.</param>
public sealed record StdinWritten(int Written);

/// <summary>Answer of restart, stop, signal and delete.</summary>
public sealed record SessionActed
{
    /// <summary>Always true; a failure is an error.</summary>
    public bool Ok { get; init; } = true;

    /// <summary>The session.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Id { get; init; }

    /// <summary>Its state after the call.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SessionState? State { get; init; }

    /// <summary>Outcome of the wait, when one was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WaitResult? Wait { get; init; }

    /// <summary>What is left or in the way after a stop, e.g. who holds the port.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; init; }
}

/// <summary>What a wait waits for.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<WaitFor>))]
public enum WaitFor
{
    /// <summary>The readiness probe, or, without one, the process being there.</summary>
    Ready,

    /// <summary>The end of the run and of its output.</summary>
    Exit,

    /// <summary>The process being there.</summary>
    Running,

    /// <summary>A line that matches <c>pattern</c>.</summary>
    Output,

    /// <summary>No output for <c>quiet_ms</c>.</summary>
    Quiet,
}

/// <summary>Body of <c>wait</c>: one blocking call that tells what became of a session.</summary>
public sealed record WaitRequest
{
    /// <summary>What to wait for. Default <see cref="WaitFor.Ready"/>.</summary>
    public WaitFor? For { get; init; }

    /// <summary>Regular expression for <see cref="WaitFor.Output"/>.</summary>
    public string? Pattern { get; init; }

    /// <summary>Quiet time for <see cref="WaitFor.Quiet"/>. Default 1,000.</summary>
    public int? QuietMs { get; init; }

    /// <summary>Longest wait. Default 60,000; at most 3,600,000.</summary>
    public int? TimeoutMs { get; init; }

    /// <summary>Only lines from here on count for <see cref="WaitFor.Output"/>; default: the start of the current run.</summary>
    public long? SinceSeq { get; init; }

    /// <summary>Last lines to return. Default 20, at most 1,000.</summary>
    public int? Lines { get; init; }
}

/// <summary>How a wait ended.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<WaitOutcome>))]
public enum WaitOutcome
{
    /// <summary>Ready (or running, when that was waited for).</summary>
    Ready,

    /// <summary>The run ended.</summary>
    Exited,

    /// <summary>It could not be started, gave up, or its readiness probe ran out of time.</summary>
    Failed,

    /// <summary>A line matched.</summary>
    Matched,

    /// <summary>It has been quiet.</summary>
    Quiet,

    /// <summary>None of it in time; the session goes on.</summary>
    Timeout,
}

/// <summary>Answer of <c>wait</c>.</summary>
public sealed record WaitResult
{
    /// <summary>The verdict.</summary>
    public required WaitOutcome Outcome { get; init; }

    /// <summary>A sentence, e.g. <c>exited 1 after 240 ms</c> or <c>ready in 310 ms at http://localhost:5173</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>State of the session.</summary>
    public required SessionState State { get; init; }

    /// <summary>Exit code, when the run exited.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The line that matched.</summary>
    public string? Match { get; init; }

    /// <summary>Last lines.</summary>
    public IReadOnlyList<LogEntry> Entries { get; init; } = [];

    /// <summary>Cursor behind the last returned line.</summary>
    public long NextSeq { get; init; }
}

/// <summary>Body of <c>POST /v1/prune</c>; without a field every ended session goes.</summary>
public sealed record PruneRequest
{
    /// <summary>Only sessions ended longer ago than this, e.g. <c>24h</c>.</summary>
    public string? OlderThan { get; init; }

    /// <summary>Keep this many of the newest ended ones.</summary>
    public int? Keep { get; init; }
}

/// <summary>Answer of <c>prune</c>.</summary>
/// <param name="Removed">Ids of the sessions that were removed.</param>
/// <param name="FreedBytes">Bytes of log files freed.</param>
public sealed record PruneResult(IReadOnlyList<string> Removed, long FreedBytes);

/// <summary>Answer of <c>GET /v1/sessions</c>.</summary>
/// <param name="Sessions">Newest first.</param>
public sealed record SessionList(IReadOnlyList<SessionSummary> Sessions);

/// <summary>Answer of <c>GET /v1/sessions/{id}/runs</c>.</summary>
/// <param name="Runs">Newest first.</param>
public sealed record RunList(IReadOnlyList<Run> Runs);
