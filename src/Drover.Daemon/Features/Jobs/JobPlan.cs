namespace Drover.Daemon.Features.Jobs;

/// <summary>What is remembered of a job's beginning. Not its environment and not what it reads: it is never started a second time.</summary>
internal sealed record JobPlan
{
    public required string Cmd { get; init; }

    /// <summary>Folder of the workspace.</summary>
    public required string Workspace { get; init; }

    /// <summary>Absolute working directory.</summary>
    public required string Cwd { get; init; }

    public required TimeSpan Timeout { get; init; }

    /// <summary>Its ports by name: <c>FREE_PORT</c>, <c>FREE_PORT_2</c> …</summary>
    public required IReadOnlyDictionary<string, int> Ports { get; init; }

    public string RelativeCwd => Path.GetRelativePath(Workspace, Cwd);
}
