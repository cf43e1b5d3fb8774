namespace Drover.TestKit;

/// <summary>The system's clock, of which the wall clock can be set: timers and timestamps go on as if nothing had happened, as in the real world.</summary>
public sealed class JumpingTimeProvider : TimeProvider
{
    private long _offset;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _offset));

    /// <summary>Sets the wall clock forwards or backwards.</summary>
    public void Jump(TimeSpan by) => Interlocked.Add(ref _offset, by.Ticks);
}
