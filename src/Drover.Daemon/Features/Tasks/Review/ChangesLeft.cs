namespace Drover.Daemon.Features.Tasks.Review;

/// <summary>What an attempt has left behind.</summary>
/// <param name="Any">Whether anything changed since the base.</param>
/// <param name="Stat">How much, in one line.</param>
/// <param name="Problem">Why it cannot be told; null when it can.</param>
internal sealed record ChangesLeft(bool Any, string? Stat, string? Problem)
{
    public static ChangesLeft None { get; } = new(false, null, null);

    /// <summary>Ends a sentence about the attempt.</summary>
    public string Tail => Any ? $"; it left {Stat}" : "";
}
