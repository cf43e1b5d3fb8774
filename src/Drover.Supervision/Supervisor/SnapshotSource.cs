namespace Drover.Supervision.Supervisor;

/// <summary>The latest snapshot, and a lossless way to wait for the next: a waiter names the version it has seen.</summary>
internal sealed class SnapshotSource(ProcessSnapshot initial)
{
    private readonly Lock _gate = new();
    private volatile ProcessSnapshot _current = initial;
    private TaskCompletionSource? _changed;

    public ProcessSnapshot Current => _current;

    public ProcessSnapshot Publish(ProcessSnapshot next)
    {
        TaskCompletionSource? changed;
        lock (_gate)
        {
            _current = next with { Version = _current.Version + 1 };
            (changed, _changed) = (_changed, null);
            next = _current;
        }

        changed?.TrySetResult();
        return next;
    }

    public async Task<ProcessSnapshot> WaitAsync(long version, CancellationToken cancellation)
    {
        while (true)
        {
            Task wait;
            lock (_gate)
            {
                if (_current.Version > version)
                {
                    return _current;
                }

                _changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                wait = _changed.Task;
            }

            await wait.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }
}
