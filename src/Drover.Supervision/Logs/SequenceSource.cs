namespace Drover.Supervision.Logs;

/// <summary>The number the session's next line gets. Guarded by the session's lock.</summary>
internal sealed class SequenceSource
{
    public long Next { get; private set; } = 1;

    public void Take(int count) => Next += count;

    /// <summary>Numbers below were handed out before.</summary>
    public void SkipTo(long next) => Next = Math.Max(Next, next);
}
