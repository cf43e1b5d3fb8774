using Drover.Contracts.Client;

namespace Drover.Daemon.Lifecycle;

/// <summary>What the command line says about a daemon about to run.</summary>
internal sealed record DaemonRunOptions
{
    /// <summary>Runs in somebody's terminal: the log is also shown, Ctrl-C ends the sessions, a closed terminal ends the daemon only.</summary>
    public bool Foreground { get; init; }

    /// <summary>Ctrl-C leaves the sessions running, like TERM.</summary>
    public bool Keep { get; init; }

    /// <summary>Addresses that replace the configured ones; empty to use those.</summary>
    public IReadOnlyList<string> Listen { get; init; } = [];

    /// <summary>A file of variables to read besides the one in the config folder.</summary>
    public string? EnvFile { get; init; }

    /// <summary>This process is the daemon and nothing else, so it may be put in order (signals, inherited descriptors) first. Not so in a test.</summary>
    public bool OwnsProcess { get; init; } = true;

    /// <summary>Offers the fixtures of the public MCP conformance suite to agents, too.</summary>
    public bool McpConformance { get; init; }

    public DroverPaths Paths { get; init; } = DroverPaths.FromEnvironment();

    /// <summary>The environment.</summary>
    public Func<string, string?> Variables { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Other configuration keys set by flags.</summary>
    public IReadOnlyDictionary<string, string> Flags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Where a foreground daemon shows its log.</summary>
    public TextWriter Output { get; init; } = TextWriter.Null;

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
