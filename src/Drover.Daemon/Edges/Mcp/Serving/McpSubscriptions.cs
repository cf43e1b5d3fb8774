using System.Collections.Concurrent;

namespace Drover.Daemon.Edges.Mcp.Serving;

/// <summary>Which resources the initialize era's sessions have subscribed to: the URI as the client wrote it, and the one under which changes are told.</summary>
internal sealed class McpSubscriptions
{
    /// <summary>Of one session.</summary>
    public const int Most = 256;

    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, string>> _bySession = new(StringComparer.Ordinal);

    /// <param name="session">The session.</param>
    /// <param name="uri">As the client wrote it.</param>
    /// <param name="watched">Under which changes are told.</param>
    /// <returns>False when the session has as many as it may.</returns>
    public bool Add(string session, string uri, string watched)
    {
        var wanted = _bySession.GetOrAdd(session, static _ => new ConcurrentDictionary<string, string>(StringComparer.Ordinal));
        if (wanted.Count >= Most && !wanted.ContainsKey(uri))
        {
            return false;
        }

        wanted[uri] = watched;
        return true;
    }

    public void Remove(string session, string uri)
    {
        if (_bySession.TryGetValue(session, out var wanted))
        {
            _ = wanted.TryRemove(uri, out _);
        }
    }

    public bool Wants(string session, string watched) => UrisFor(session, watched).Any();

    /// <summary>What a session calls a resource that has changed.</summary>
    public IEnumerable<string> UrisFor(string session, string watched) =>
        _bySession.TryGetValue(session, out var wanted) ? wanted.Where(pair => pair.Value == watched).Select(pair => pair.Key) : [];

    public void RemoveAll(string session) => _ = _bySession.TryRemove(session, out _);
}
