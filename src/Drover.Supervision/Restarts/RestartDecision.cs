namespace Drover.Supervision.Restarts;

/// <summary>What follows the end of a process.</summary>
/// <param name="Reason">One sentence for the log and the status.</param>
public abstract record RestartDecision(string Reason)
{
    /// <summary>Start it again after a delay.</summary>
    /// <param name="Delay">How long to wait first.</param>
    /// <param name="Attempt">1 for the first restart in a row.</param>
    /// <param name="Reason">One sentence for the log and the status.</param>
    public sealed record Restart(TimeSpan Delay, int Attempt, string Reason) : RestartDecision(Reason);

    /// <summary>It was restarted too often: leave it ended and call it failed.</summary>
    /// <param name="Reason">One sentence for the log and the status.</param>
    public sealed record GiveUp(string Reason) : RestartDecision(Reason);

    /// <summary>The policy does not restart after this end.</summary>
    /// <param name="Reason">One sentence for the log and the status.</param>
    public sealed record Stay(string Reason) : RestartDecision(Reason);
}
