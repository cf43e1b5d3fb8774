using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Drover.Contracts.Sessions;

/// <summary>One row of <c>GET /v1/sessions</c>.</summary>
public record SessionSummary
{
    /// <summary>UUID.</summary>
    [JsonPropertyOrder(-1)]
    public required string Id { get; init; }

    /// <summary>The given name, if any.</summary>
    [JsonPropertyOrder(-1)]
    public string? Label { get; init; }

    /// <summary>Lifecycle state.</summary>
    [JsonPropertyOrder(-1)]
    public required SessionState State { get; init; }

    /// <summary>Why it is in this state, in one sentence for people; null while there is nothing to say.</summary>
    [JsonPropertyOrder(-1)]
    public string? Reason { get; init; }

    /// <summary>What its probes say.</summary>
    [JsonPropertyOrder(-1)]
    public SessionHealth Health { get; init; }

    /// <summary>Program and arguments (<c>/bin/sh -c …</c> for a shell line).</summary>
    [JsonPropertyOrder(-1)]
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Absolute working directory.</summary>
    [JsonPropertyOrder(-1)]
    public required string Cwd { get; init; }

    /// <summary>Process id of the current run, or of the last one after its end.</summary>
    [JsonPropertyOrder(-1)]
    public int? Pid { get; init; }

    /// <summary>TCP ports its process tree listens on.</summary>
    [JsonPropertyOrder(-1)]
    public IReadOnlyList<int> Ports { get; init; } = [];

    /// <summary>Start of the current or last run.</summary>
    [JsonPropertyOrder(-1)]
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Age of the current run in milliseconds; 0 when none is alive.</summary>
    [JsonPropertyOrder(-1)]
    public long UptimeMs { get; init; }

    /// <summary>Restarts of every cause.</summary>
    [JsonPropertyOrder(-1)]
    public int RestartCount { get; init; }

    /// <summary>CPU of the process tree over the last sampling interval, 100 = one core.</summary>
    [JsonPropertyOrder(-1)]
    public double? CpuPercent { get; init; }

    /// <summary>Resident memory of the process tree in bytes.</summary>
    [JsonPropertyOrder(-1)]
    public long? MemoryBytes { get; init; }

    /// <summary>Exit code of the last run; null while running, after a signal, or when lost.</summary>
    [JsonPropertyOrder(-1)]
    public int? ExitCode { get; init; }

    /// <summary>Signal that ended the last run, as a number; null while running, or when it exited by itself.</summary>
    [JsonPropertyOrder(-1)]
    public int? TermSignal { get; init; }
}

/// <summary>Everything about one session: <c>GET /v1/sessions/{id}</c>.</summary>
public sealed record Session : SessionSummary
{
    /// <summary>For readers, which set one property after the other.</summary>
    public Session()
    {
    }

    /// <summary>What the list says about it, to which the rest is added.</summary>
    /// <param name="summary">Its row.</param>
    /// <param name="logPaths">See <see cref="LogPaths"/>.</param>
    [SetsRequiredMembers]
    public Session(SessionSummary summary, LogPaths logPaths)
        : base(summary) => LogPaths = logPaths;

    /// <summary>Names of the variables of <c>env</c> and of <c>env_file</c> as it is now, sorted. Values are not told.</summary>
    public IReadOnlyList<string> EnvKeys { get; init; } = [];

    /// <summary>Watched paths, absolute.</summary>
    public IReadOnlyList<string> Watch { get; init; } = [];

    /// <summary>Process group of the current run's command.</summary>
    public int? Pgid { get; init; }

    /// <summary>URLs made of <see cref="SessionSummary.Ports"/>.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [];

    /// <summary>When the session was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Start of the last run.</summary>
    public DateTimeOffset? LastStartedAt { get; init; }

    /// <summary>End of the last ended run.</summary>
    public DateTimeOffset? LastStoppedAt { get; init; }

    /// <summary>Restarts asked for by a person or an agent.</summary>
    public int ManualRestartCount { get; init; }

    /// <summary>Restarts caused by files.</summary>
    public int WatchRestartCount { get; init; }

    /// <summary>Restarts by the restart policy.</summary>
    public int CrashRestartCount { get; init; }

    /// <summary>Changed files seen.</summary>
    public int FileChangeCount { get; init; }

    /// <summary>Time of the last change.</summary>
    public DateTimeOffset? LastChangeAt { get; init; }

    /// <summary>Path of the last change.</summary>
    public string? LastChangePath { get; init; }

    /// <summary>
    /// True when only a shell told how the last run ended, so that killed by signal N and exited with 128 + N look the same; else absent.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Approximate { get; init; }

    /// <summary>Lines of stdout since creation.</summary>
    public long StdoutLines { get; init; }

    /// <summary>Lines of stderr since creation.</summary>
    public long StderrLines { get; init; }

    /// <summary>Lines of every stream, system lines included, since creation.</summary>
    public long BlendedLines { get; init; }

    /// <summary>Lines of stdout that retention has removed.</summary>
    public long StdoutDroppedLines { get; init; }

    /// <summary>Lines of stderr that retention has removed.</summary>
    public long StderrDroppedLines { get; init; }

    /// <summary>Lines of every stream that retention has removed.</summary>
    public long BlendedDroppedLines { get; init; }

    /// <summary>Bytes of stdout since creation.</summary>
    public long StdoutBytes { get; init; }

    /// <summary>Bytes of stderr since creation.</summary>
    public long StderrBytes { get; init; }

    /// <summary>The live process tree.</summary>
    public IReadOnlyList<ProcessEntry> Processes { get; init; } = [];

    /// <summary>Segment files, oldest first; joined they are exactly what the child wrote, as far as retained.</summary>
    public required LogPaths LogPaths { get; init; }

    /// <summary>Sequence number the next line will get.</summary>
    public long NextSeq { get; init; }

    /// <summary><c>open</c> while something still holds the output of an ended run, else <c>ended</c> or, while running, <c>live</c>.</summary>
    public string? Output { get; init; }

    /// <summary>Whether its commands run on a terminal of their own, which echoes what is typed.</summary>
    public bool Pty { get; init; }

    /// <summary>The port given as <c>PORT</c>, when one was asked for.</summary>
    public int? Port { get; init; }
}

/// <summary>One process of a session's tree.</summary>
/// <param name="Pid">Process id.</param>
/// <param name="Ppid">Parent process id.</param>
/// <param name="Command">Its command line, cut at 4 KiB.</param>
/// <param name="MemoryBytes">Resident memory.</param>
public sealed record ProcessEntry(int Pid, int Ppid, string Command, long MemoryBytes);

/// <summary>Segment files of a session, oldest first.</summary>
/// <param name="Stdout">Files of stdout.</param>
/// <param name="Stderr">Files of stderr.</param>
public sealed record LogPaths(IReadOnlyList<string> Stdout, IReadOnlyList<string> Stderr);
