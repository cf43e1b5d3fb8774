namespace Drover.Supervision.Supervisor;

/// <summary>
/// The inbox of an owner loop: a bounded queue of controls, and a wake-up without content for facts that are kept
/// elsewhere (as flags) and so can never overflow it.
/// </summary>
internal sealed class Mailbox : IDisposable
{
    private const int Capacity = 64;

    private readonly Lock _gate = new();
    private readonly Queue<ProcessControl> _controls = new();
    private readonly SemaphoreSlim _room = new(Capacity, Capacity);
    private TaskCompletionSource? _waiter;
    private bool _woken;
    private bool _closed;

    /// <summary>Queues a control; waits while the queue is full.</summary>
    public async ValueTask PostAsync(ProcessControl control)
    {
        await _room.WaitAsync().ConfigureAwait(false);
        lock (_gate)
        {
            if (_closed)
            {
                control.Refuse();
                return;
            }

            _controls.Enqueue(control);
            Signal();
        }
    }

    /// <summary>Makes the owner look at its facts. Never blocks, callable from any thread.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            _woken = true;
            Signal();
        }
    }

    /// <summary>The next control, or null when there is none but somebody woke the owner.</summary>
    public async ValueTask<ProcessControl?> TakeAsync()
    {
        while (true)
        {
            Task wait;
            lock (_gate)
            {
                if (_controls.TryDequeue(out var control))
                {
                    _room.Release();
                    return control;
                }

                if (_woken)
                {
                    _woken = false;
                    return null;
                }

                _waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                wait = _waiter.Task;
            }

            await wait.ConfigureAwait(false);
        }
    }

    /// <summary>Refuses what is queued and what comes later.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            while (_controls.TryDequeue(out var control))
            {
                control.Refuse();
            }
        }
    }

    public void Dispose() => _room.Dispose();

    private void Signal()
    {
        _waiter?.TrySetResult();
        _waiter = null;
    }
}
