namespace Drover.Supervision.Restarts;

/// <summary>Which ends of a process are followed by a new start.</summary>
public enum RestartKind
{
    /// <summary>None.</summary>
    Never,

    /// <summary>Every end but exit code 0.</summary>
    OnFailure,

    /// <summary>Every end.</summary>
    Always,
}

/// <summary>When a process that ended by itself is started again, how soon, and how often before it is given up.</summary>
public sealed record RestartPolicy
{
    /// <summary>Never restarts.</summary>
    public static RestartPolicy Never { get; } = new();

    /// <summary>Which ends count.</summary>
    public RestartKind Kind { get; init; } = RestartKind.Never;

    /// <summary>Restarts allowed within <see cref="Window"/> of running time before the process is given up.</summary>
    public int Max { get; init; } = 10;

    /// <summary>The sliding window of <see cref="Max"/>, and the uptime after which the backoff starts over.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The first delay.</summary>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The largest delay; it doubles up to here.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(30);
}
