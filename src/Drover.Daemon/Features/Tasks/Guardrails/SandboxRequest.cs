using Drover.Contracts.Tasks;

namespace Drover.Daemon.Features.Tasks.Guardrails;

/// <summary>An attempt about to be started.</summary>
internal sealed record SandboxRequest
{
    /// <summary>After <see cref="PolicyPresets.Apply"/>.</summary>
    public required TaskPolicy Policy { get; init; }

    public required SandboxDemand Demand { get; init; }

    /// <summary>Root of the worktree, or of what the task works on in place. Absolute, as all paths here.</summary>
    public required string Worktree { get; init; }

    /// <summary>The main checkout's root; null outside git.</summary>
    public string? RepositoryRoot { get; init; }

    /// <summary>The folder it starts in: the worktree or below.</summary>
    public required string Folder { get; init; }

    /// <summary>An absolute path.</summary>
    public required string Program { get; init; }

    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The whole environment that it would have without a sandbox.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Those of its variables that were meant for it (<c>runners.NAME.env</c>, the runner's own), whatever their names.</summary>
    public IReadOnlySet<string> NamedVariables { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Hosts the agent needs for its model: <c>api.example.org</c>, or <c>127.0.0.1:PORT</c> for one on this machine.</summary>
    public IReadOnlyList<string> ModelHosts { get; init; } = [];

    /// <summary>Folders and files of the agent's own that it writes: its state, its scratch folder.</summary>
    public IReadOnlyList<string> WritableFolders { get; init; } = [];

    /// <summary>Folders that it has to see although they may lie in something hidden: its own program's.</summary>
    public IReadOnlyList<string> ReadableFolders { get; init; } = [];

    /// <summary>Whether each command it runs is looked at before: true for shell tasks, and for agents that ask.</summary>
    public bool ChecksCommands { get; init; }

    /// <summary>Whether the agent itself keeps to a list of MCP tools.</summary>
    public bool KeepsMcpTools { get; init; }
}

/// <summary>What is to be started, and what holds while it runs.</summary>
internal sealed record SandboxedLaunch
{
    public required string Program { get; init; }

    public required IReadOnlyList<string> Arguments { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public required EffectivePolicy EffectivePolicy { get; init; }

    /// <summary>The door to the network that has to be open while the attempt runs; null when it has none. Kept with the attempt, for a daemon that adopts it.</summary>
    public EgressDoor? Egress { get; init; }
}

/// <summary>A door to single hosts.</summary>
/// <param name="Folder">Outside: where the daemon's socket lies.</param>
/// <param name="Allow">Hosts, as <c>host</c>, <c>*.host</c> or <c>host:port</c>.</param>
internal sealed record EgressDoor(string Folder, IReadOnlyList<string> Allow);
