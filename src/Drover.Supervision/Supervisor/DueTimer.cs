namespace Drover.Supervision.Supervisor;

/// <summary>A timer of an owner loop: when it is due it only wakes the owner, which then asks it.</summary>
internal sealed class DueTimer(TimeProvider time, Action wake)
{
    private ITimer? _timer;
    private volatile bool _due;

    public bool IsDue => _due;

    public void Set(TimeSpan delay)
    {
        Cancel();
        _timer = time.CreateTimer(OnDue, null, delay, Timeout.InfiniteTimeSpan);
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
        var due = _due;
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
        _due = false;
    }

    private void OnDue(object? state)
    {
        _due = true;
        wake();
    }
}
