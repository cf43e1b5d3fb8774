namespace Drover.Supervision.Supervisor;

/// <summary>A timer of an owner loop: when it is due it only wakes the owner, which then asks it.</summary>
internal sealed class DueTimer(TimeProvider time, Action wake)
{
    private ITimer? _timer;
    private long _ticket;
    private long _due;

    // The callback of a timer that was cancelled meanwhile carries an old ticket and means nothing.
    public bool IsDue => _timer is not null && Volatile.Read(ref _due) == _ticket;

    public void Set(TimeSpan delay)
    {
        Cancel();
        _timer = time.CreateTimer(OnDue, ++_ticket, delay, Timeout.InfiniteTimeSpan);
    }

    public void SetOnce(TimeSpan delay)
    {
        if (_timer is null)
        {
            Set(delay);
        }
    }

    public bool TakeDue()
    {
        var due = IsDue;
        if (due)
        {
            Cancel();
        }

        return due;
    }

    public void Cancel()
    {
        _timer?.Dispose();
        _timer = null;
    }

    private void OnDue(object? state)
    {
        Volatile.Write(ref _due, (long)state!);
        wake();
    }
}
