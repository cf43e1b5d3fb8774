namespace Drover.Supervision.Stopping;

/// <summary>How a run is asked to end.</summary>
/// <param name="Signal">The polite signal, 1 to 64; KILL leaves no grace.</param>
/// <param name="Grace">The time between the polite signal and the kill, zero or more. It goes on when the command itself has ended and others of its run have not.</param>
public sealed record StopPolicy(int Signal, TimeSpan Grace)
{
    /// <summary>TERM, and 2 s.</summary>
    public static StopPolicy Default { get; } = new(SignalNames.Term, TimeSpan.FromSeconds(2));
}

/// <summary>What became of a stop.</summary>
public sealed record StopReport
{
    /// <summary>Whether nothing of the run is left.</summary>
    public required bool Clean { get; init; }

    /// <summary>What outlived even the kill: processes of another user, or stuck in the kernel. Empty when clean.</summary>
    public required IReadOnlyList<(int Pid, string Command)> Left { get; init; }

    /// <summary>Whether anything had to be killed.</summary>
    public required bool Killed { get; init; }
}
