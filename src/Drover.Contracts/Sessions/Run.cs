namespace Drover.Contracts.Sessions;

/// <summary>One process life of a session, from spawn to exit.</summary>
public sealed record Run
{
    /// <summary>1 for the first run of the session.</summary>
    public required int Number { get; init; }

    /// <summary>The command's process id; null until it is known.</summary>
    public int? Pid { get; init; }

    /// <summary>When it was spawned.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Exit code, when it exited.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Signal number, when a signal ended it.</summary>
    public int? TermSignal { get; init; }

    /// <summary>Why it ended, in a sentence.</summary>
    public string? Reason { get; init; }

    /// <summary>What started it: <c>start</c>, <c>manual</c>, <c>watch:path</c> or <c>crash</c>.</summary>
    public required string Trigger { get; init; }
}
