namespace Drover.Supervision.Logs;

/// <summary>
/// Wakes any number of readers. A reader takes the current pulse, then looks once more, then waits for it; so nothing that happens
/// in between is missed. Ringing while nobody waits costs one exchange, and the readers never run on the caller's thread.
/// </summary>
internal sealed class LogSignal
{
    private TaskCompletionSource? _pulse;

    public Task Pulse
    {
        get
        {
            var pulse = Volatile.Read(ref _pulse);
            if (pulse is not null)
            {
                return pulse.Task;
            }

            var fresh = new TaskCompletionSource();
            return (Interlocked.CompareExchange(ref _pulse, fresh, null) ?? fresh).Task;
        }
    }

    public void Ring()
    {
        if (Interlocked.Exchange(ref _pulse, null) is { } pulse)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static pulse => pulse.TrySetResult(), pulse, preferLocal: false);
        }
    }
}
