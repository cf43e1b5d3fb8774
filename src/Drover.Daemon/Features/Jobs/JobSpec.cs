using Drover.Contracts.Sessions;
using Drover.Daemon.Workspaces;

namespace Drover.Daemon.Features.Jobs;

/// <summary>A command to run once, checked. Whoever runs something in a workspace makes one and gives it to <see cref="JobService.StartAsync"/>.</summary>
internal sealed record JobSpec
{
    /// <summary>A line for <c>/bin/sh -c</c>.</summary>
    public required string Cmd { get; init; }

    public required WorkspaceFolder Folder { get; init; }

    public TimeSpan Timeout { get; init; } = JobsOptions.LongestTimeout;

    public BaseEnvironment BaseEnv { get; init; } = BaseEnvironment.Daemon;

    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What it reads; null for nothing.</summary>
    public string? Stdin { get; init; }

    /// <summary>Whether it is listed among the workspace's recent commands: those that a person would want to run again.</summary>
    public bool IsRecent { get; init; } = true;
}
