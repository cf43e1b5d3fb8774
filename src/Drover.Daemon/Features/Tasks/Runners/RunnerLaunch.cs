namespace Drover.Daemon.Features.Tasks.Runners;

/// <summary>What to start, and what to say to it first.</summary>
internal sealed record RunnerLaunch
{
    /// <summary>A name to be looked up in the PATH of the environment it gets, or a path.</summary>
    public required string Program { get; init; }

    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Laid over the environment of the attempt.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Variables that it must not inherit: they would tell an agent that it runs inside another one.</summary>
    public IReadOnlyList<string> NotInherited { get; init; } = [];

    /// <summary>Written to its stdin at once; null for nothing.</summary>
    public byte[]? Input { get; init; }

    /// <summary>Whether its stdin is closed after that; otherwise it stays open.</summary>
    public bool ClosesInput { get; init; }

    /// <summary>Files to be written (0600) before the start, by absolute path below the scratch folder.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
