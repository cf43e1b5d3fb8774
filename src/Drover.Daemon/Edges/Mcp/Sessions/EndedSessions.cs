namespace Drover.Daemon.Edges.Mcp.Sessions;

/// <summary>Ids of sessions that their clients have ended: those do not come back. Only the newest are remembered; an older one that came back would be a new, empty session.</summary>
internal sealed class EndedSessions
{
    private const int Most = 1024;

    private readonly Lock _gate = new();
    private readonly Queue<string> _order = new();
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    /// <returns>False when it was known.</returns>
    public bool Add(string id)
    {
        lock (_gate)
        {
            if (!_ids.Add(id))
            {
                return false;
            }

            _order.Enqueue(id);
            if (_order.Count > Most)
            {
                _ids.Remove(_order.Dequeue());
            }

            return true;
        }
    }

    public bool Contains(string id)
    {
        lock (_gate)
        {
            return _ids.Contains(id);
        }
    }
}
