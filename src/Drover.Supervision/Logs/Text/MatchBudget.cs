namespace Drover.Supervision.Logs.Text;

/// <summary>The time one search may spend in patterns that can backtrack. Several threads of a search may share it.</summary>
internal sealed class MatchBudget(TimeProvider time)
{
    private static readonly TimeSpan Whole = TimeSpan.FromSeconds(5);
    private long _spentTicks;
    private volatile bool _exhausted;

    public bool Exhausted => _exhausted;

    public long Begin() => time.GetTimestamp();

    public void End(long begun)
    {
        if (Interlocked.Add(ref _spentTicks, time.GetElapsedTime(begun).Ticks) > Whole.Ticks)
        {
            _exhausted = true;
        }
    }

    public void GiveUp() => _exhausted = true;
}
