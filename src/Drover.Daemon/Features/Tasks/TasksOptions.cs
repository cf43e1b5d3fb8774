namespace Drover.Daemon.Features.Tasks;

/// <summary>Settings of tasks.</summary>
internal sealed record TasksOptions
{
    /// <summary>Between TERM and KILL: agents write down their conversation when they are asked to end.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>Attempts that run at once.</summary>
    public required int MaxParallel { get; init; }

    /// <summary>Of these, in one workspace.</summary>
    public required int MaxParallelPerWorkspace { get; init; }

    /// <summary>After so long without an event it is said that an attempt stalls.</summary>
    public required TimeSpan StallAfter { get; init; }

    /// <summary>A command that is run when a task wants a person; null for none.</summary>
    public string? NotifyCommand { get; init; }

    /// <summary>Bytes of each stream that are kept of a task at least.</summary>
    public required long RetainBytesPerStream { get; init; }
}
