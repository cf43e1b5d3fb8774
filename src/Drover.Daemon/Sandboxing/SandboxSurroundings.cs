namespace Drover.Daemon.Sandboxing;

/// <summary>What a sandbox has to know of this machine and this daemon.</summary>
internal sealed record SandboxSurroundings
{
    /// <summary>The user's home.</summary>
    public required string Home { get; init; }

    /// <summary>The daemon's own folders: database, logs, configuration, socket.</summary>
    public required IReadOnlyList<string> DaemonFolders { get; init; }

    /// <summary>Where the sockets of doors to the network lie, a folder for each. Short: a socket's path has 107 bytes.</summary>
    public required string EgressRoot { get; init; }

    /// <summary>The program, and first arguments, that carries connections from inside a sandbox to a door: <c>drover sandbox-relay</c>.</summary>
    public required IReadOnlyList<string> Relay { get; init; }

    /// <summary>TCP ports of the daemon, which no door leads to.</summary>
    public Func<IReadOnlyCollection<int>> DaemonPorts { get; init; } = static () => [];
}
