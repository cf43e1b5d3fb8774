using System.Threading.Channels;

namespace Drover.Supervision.Supervisor;

/// <summary>
/// The inbox of an owner loop: a bounded queue of controls, and a wake-up without content for facts that are kept
/// elsewhere (as flags) and so can never overflow it.
/// </summary>
internal sealed class Mailbox
{
    private const int Capacity = 64;

    private readonly Channel<ProcessControl?> _queue = Channel.CreateBounded<ProcessControl?>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private int _woken;

    /// <summary>Queues a control; waits while the queue is full.</summary>
    public async ValueTask PostAsync(ProcessControl control)
    {
        try
        {
            await _queue.Writer.WriteAsync(control).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            control.Refuse();
        }
    }

    /// <summary>Makes the owner look at its facts. Never blocks, callable from any thread.</summary>
    public void Wake()
    {
        // When the queue is full the owner is busy with controls, and looks at the facts after each of them.
        if (Interlocked.Exchange(ref _woken, 1) == 0 && !_queue.Writer.TryWrite(null))
        {
            Volatile.Write(ref _woken, 0);
        }
    }

    /// <summary>The next control, or null when somebody woke the owner.</summary>
    public async ValueTask<ProcessControl?> TakeAsync()
    {
        var control = await _queue.Reader.ReadAsync().ConfigureAwait(false);
        if (control is null)
        {
            Volatile.Write(ref _woken, 0);
        }

        return control;
    }

    /// <summary>Refuses what is queued and what comes later.</summary>
    public void Close()
    {
        _queue.Writer.TryComplete();
        while (_queue.Reader.TryRead(out var control))
        {
            control?.Refuse();
        }
    }
}
