using System.Threading.Channels;

namespace Drover.Supervision.Watching;

/// <summary>What waits for the owner of a tree: an event of a subscription, or only a reason to look (<see cref="Source"/> null).</summary>
internal readonly record struct TreeMessage(Subscription? Source, uint Mask, string Name);

/// <summary>
/// The bounded way from the inotify thread to the owner of one tree. When it is full, events are dropped and the loss is
/// remembered: a rescan finds what they would have told. So a tree whose rules are slow to ask never delays another one.
/// </summary>
internal sealed class TreeInbox
{
    private const int Capacity = 4096;

    private readonly Channel<TreeMessage> _channel = Channel.CreateBounded<TreeMessage>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private int _lost;

    public void Post(in TreeMessage message)
    {
        if (!_channel.Writer.TryWrite(message))
        {
            Volatile.Write(ref _lost, 1);
        }
    }

    /// <summary>Wakes the owner without an event. A full inbox wakes it anyway.</summary>
    public void Nudge() => _channel.Writer.TryWrite(default);

    public void PostLoss()
    {
        Volatile.Write(ref _lost, 1);
        Nudge();
    }

    public void Complete() => _channel.Writer.TryComplete();

    public ValueTask<bool> WaitAsync() => _channel.Reader.WaitToReadAsync();

    public bool TryTake(out TreeMessage message) => _channel.Reader.TryRead(out message);

    /// <summary>True once after events were lost.</summary>
    public bool TakeLoss() => Interlocked.Exchange(ref _lost, 0) == 1;
}
