namespace Drover.Contracts.Daemon;

/// <summary>Answer of <c>GET /healthz</c>.</summary>
public sealed record Health
{
    /// <summary>Always true.</summary>
    public bool Ok { get; init; } = true;

    /// <summary>Always <c>drover</c>.</summary>
    public string Service { get; init; } = "drover";

    /// <summary>Version of the daemon.</summary>
    public required string Version { get; init; }

    /// <summary>The daemon's clock.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Milliseconds since the daemon started.</summary>
    public required long UptimeMs { get; init; }

    /// <summary>Sessions by state, e.g. <c>{"running":3,"exited":1}</c>; only states that occur.</summary>
    public required IReadOnlyDictionary<string, int> Sessions { get; init; }
}

/// <summary>Answer of <c>GET /v1/daemon</c>.</summary>
public sealed record DaemonStatus
{
    /// <summary>Version.</summary>
    public required string Version { get; init; }

    /// <summary>Process id.</summary>
    public required int Pid { get; init; }

    /// <summary>When it started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Folder of logs, database and run directories.</summary>
    public required string DataDir { get; init; }

    /// <summary>The unix socket.</summary>
    public required string Socket { get; init; }

    /// <summary>URLs it listens on.</summary>
    public required IReadOnlyList<string> Listen { get; init; }

    /// <summary><c>native</c> or <c>sh</c>.</summary>
    public required string Holder { get; init; }

    /// <summary><c>splice</c>, or <c>copy</c> where the system refuses it (not kill-safe).</summary>
    public required string Capture { get; init; }

    /// <summary>What the self-test and the recovery found wanting, one sentence each. Empty when all is well.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Holders of this data dir that no session knows.</summary>
    public required IReadOnlyList<UnknownHolder> UnknownHolders { get; init; }

    /// <summary>Resident memory in bytes.</summary>
    public long MemoryBytes { get; init; }
}

/// <summary>A holder that no session knows.</summary>
/// <param name="Pid">Its process id.</param>
/// <param name="RunId">The run it belongs to.</param>
/// <param name="CommandPid">The process id of its command, if it told.</param>
public sealed record UnknownHolder(int Pid, string RunId, int? CommandPid);

/// <summary>Body of <c>POST /v1/daemon/stop</c>.</summary>
public sealed record DaemonStopRequest
{
    /// <summary>Leave the sessions running; the next daemon adopts them.</summary>
    public bool Keep { get; init; }
}

/// <summary>Answer of <c>POST /v1/daemon/stop</c>, sent before it is done.</summary>
/// <param name="Pid">The daemon, which is about to end.</param>
/// <param name="Keep">Whether the sessions go on.</param>
public sealed record DaemonStopping(int Pid, bool Keep)
{
    /// <summary>Always true; a failure is an error.</summary>
    public bool Ok { get; init; } = true;
}

/// <summary>Answer of <c>GET /v1/config</c>.</summary>
/// <param name="Values">Every key.</param>
public sealed record ConfigView(IReadOnlyList<ConfigValue> Values);

/// <summary>One configuration value and where it came from.</summary>
/// <param name="Key">Dotted key.</param>
/// <param name="Value">Its value as text; secrets are <c>***</c>.</param>
/// <param name="Source"><c>default</c>, <c>file:PATH</c>, <c>env:NAME</c> or <c>flag</c>.</param>
/// <param name="Environment">Name of the variable that sets it.</param>
/// <param name="Description">What it does.</param>
public sealed record ConfigValue(string Key, string? Value, string Source, string Environment, string Description);
