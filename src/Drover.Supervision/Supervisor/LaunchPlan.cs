using Drover.Supervision.Restarts;
using Drover.Supervision.Spawn;
using Drover.Supervision.Stopping;

namespace Drover.Supervision.Supervisor;

/// <summary>How to start, stop and restart one process.</summary>
public sealed record LaunchPlan
{
    /// <summary>Asked at each start, so that a restart uses what is on disk now: the environment file, the program.</summary>
    public required Func<CancellationToken, ValueTask<Launch>> PrepareAsync { get; init; }

    /// <summary>What to do when the process ends by itself.</summary>
    public required RestartPolicy Restart { get; init; }

    /// <summary>How it is stopped when the caller does not say.</summary>
    public required StopPolicy Stop { get; init; }

    /// <summary>Bytes of each stream that are kept at least, where it is not what the store keeps of everybody. Decided when the process is made known.</summary>
    public long? RetainBytesPerStream { get; init; }

    /// <summary>Opaque text kept in the run directory (0600), from which the owner can rebuild the process when its own store is lost.</summary>
    public string? Payload { get; init; }
}

/// <summary>What a start found: what to run, or why it cannot be run.</summary>
public abstract record Launch
{
    private Launch()
    {
    }

    /// <summary>Run this.</summary>
    /// <param name="Spec">The process.</param>
    public sealed record Ready(ProcessSpec Spec) : Launch;

    /// <summary>It cannot be run.</summary>
    /// <param name="Message">Why, for people.</param>
    public sealed record Refused(string Message) : Launch;
}
