using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Drover.Daemon.Edges.Mcp.Offers;

/// <summary>
/// Where features tell of changes, whether or not somebody listens: it costs nothing then. Each listener has a short queue that forgets the oldest
/// when its client does not read; a change says only that there is something new, so nothing is lost that reading does not bring.
/// </summary>
internal sealed class McpChanges
{
    private readonly ConcurrentDictionary<Listening, byte> _listeners = [];

    /// <summary>Somebody has begun to listen: for those who look for changes only then.</summary>
    public event EventHandler? ListenerCame;

    public bool HasListeners => !_listeners.IsEmpty;

    /// <summary>A subscribed resource has other contents now.</summary>
    public void ResourceChanged(string uri) => Publish(new McpChanged(McpChange.Resource, uri));

    /// <summary>Other resources are listed now.</summary>
    public void ResourceListChanged() => Publish(new McpChanged(McpChange.Resources));

    public void Publish(McpChanged change)
    {
        foreach (var (listener, _) in _listeners)
        {
            listener.Offer(change);
        }
    }

    /// <summary>Whether anybody has subscribed to a resource: what is expensive to notice need not be noticed otherwise.</summary>
    public bool IsWatched(string uri)
    {
        foreach (var (listener, _) in _listeners)
        {
            if (listener.Wants(new McpChanged(McpChange.Resource, uri)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Listening starts with the call, not with the first read.</summary>
    /// <param name="wants">Which changes.</param>
    public Listening Listen(Func<McpChanged, bool> wants) => new(this, wants);

    private void Add(Listening listener)
    {
        _ = _listeners.TryAdd(listener, 0);
        ListenerCame?.Invoke(this, EventArgs.Empty);
    }

    internal sealed class Listening : IDisposable
    {
        private const int Most = 256;

        private readonly McpChanges _changes;
        private readonly Channel<McpChanged> _queue = Channel.CreateBounded<McpChanged>(new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.DropOldest });

        public Listening(McpChanges changes, Func<McpChanged, bool> wants)
        {
            (_changes, Wants) = (changes, wants);
            changes.Add(this);
        }

        public Func<McpChanged, bool> Wants { get; }

        public void Offer(McpChanged change)
        {
            if (Wants(change))
            {
                _ = _queue.Writer.TryWrite(change);
            }
        }

        public IAsyncEnumerable<McpChanged> ReadAsync(CancellationToken ends) => _queue.Reader.ReadAllAsync(ends);

        public void Dispose() => _ = _changes._listeners.TryRemove(this, out _);
    }
}
