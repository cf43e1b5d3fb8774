using Drover.Contracts.Sessions;

namespace Drover.Daemon.Projects.Plans;

/// <summary>What there is of a process before an <c>up</c>.</summary>
/// <param name="Spec">What its session was started with.</param>
/// <param name="Life">Where it is in its life.</param>
/// <param name="Reason">How it ended, in words.</param>
internal sealed record ProcessNow(SessionSpec Spec, ProcessLife Life, string? Reason)
{
    /// <summary>How it is while it is active, in words.</summary>
    public string Words { get; init; } = "running";
}

/// <summary>The life of a process, as far as <c>up</c> has to know it.</summary>
internal enum ProcessLife
{
    /// <summary>It waits for others, runs, or will be started again by its policy.</summary>
    Active,

    /// <summary>Somebody is stopping it.</summary>
    Stopping,

    /// <summary>Its last run exited with code 0, and nobody stopped it.</summary>
    EndedWell,

    /// <summary>It ended in another way.</summary>
    Ended,
}
