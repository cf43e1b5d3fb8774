namespace Drover.Daemon.Features.Sessions;

/// <summary>What sessions are given when their spec does not say.</summary>
internal sealed record SessionsOptions
{
    /// <summary>Working directory: the folder the daemon was started in.</summary>
    public required string StartFolder { get; init; }

    /// <summary>Time between the first signal of a stop and KILL.</summary>
    public required TimeSpan Grace { get; init; }

    /// <summary>Quiet time after the last change of a file before the restart.</summary>
    public required TimeSpan Debounce { get; init; }
}
