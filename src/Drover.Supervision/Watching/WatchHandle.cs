namespace Drover.Supervision.Watching;

/// <summary>A running watch. Safe from any thread.</summary>
public sealed class WatchHandle : IAsyncDisposable
{
    private readonly WatchTree _tree;
    private readonly Action<WatchHandle> _onEnd;

    internal WatchHandle(WatchTree tree, Action<WatchHandle> onEnd) => (_tree, _onEnd) = (tree, onEnd);

    /// <summary>Ends the watch. When the task is complete, no batch comes any more.</summary>
    /// <returns>Completes when the subscriptions have been given back.</returns>
    public async ValueTask DisposeAsync()
    {
        await _tree.StopAsync();
        _onEnd(this);
    }
}
