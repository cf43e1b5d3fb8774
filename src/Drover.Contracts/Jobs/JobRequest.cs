using Drover.Contracts.Sessions;

namespace Drover.Contracts.Jobs;

/// <summary>Body of <c>POST /api/shell/run</c>: a command to be run once.</summary>
public sealed record JobRequest
{
    /// <summary>A line for <c>/bin/sh -c</c>. <c>$FREE_PORT</c> in it is replaced by a free port.</summary>
    public string? Cmd { get; init; }

    /// <summary>Working directory, relative to the workspace and inside it; default: the workspace itself.</summary>
    public string? Cwd { get; init; }

    /// <summary>Seconds it may run, more than 0 and at most 300; default 300. Fractions are allowed.</summary>
    public double? Timeout { get; init; }

    /// <summary>Variables over those of <see cref="BaseEnv"/>.</summary>
    public IReadOnlyDictionary<string, string>? Env { get; init; }

    /// <summary>What <see cref="Env"/> is laid over: the daemon's environment when left out.</summary>
    public BaseEnvironment? BaseEnv { get; init; }

    /// <summary>What the command reads from its standard input; nothing when left out.</summary>
    public string? Stdin { get; init; }

    /// <summary>What a caller that goes away means; <see cref="DisconnectPolicy.Continue"/> when left out.</summary>
    public DisconnectPolicy? OnDisconnect { get; init; }
}
