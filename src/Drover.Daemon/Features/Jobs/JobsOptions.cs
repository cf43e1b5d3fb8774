namespace Drover.Daemon.Features.Jobs;

/// <summary>What every job is given.</summary>
internal sealed record JobsOptions
{
    /// <summary>The longest a job may run, and how long it may when it does not say.</summary>
    public static readonly TimeSpan LongestTimeout = TimeSpan.FromSeconds(300);

    /// <summary>Time between TERM and KILL.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    /// <summary>So many ended jobs are kept with their output.</summary>
    public required int Keep { get; init; }

    /// <summary>Bytes of each stream that are kept at least: a reader slower than the job must find all of it.</summary>
    public required long RetainBytesPerStream { get; init; }

    /// <summary>Where what jobs read is kept until they have opened it.</summary>
    public required string InputFolder { get; init; }
}
