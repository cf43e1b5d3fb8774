using System.Collections.Concurrent;

namespace Drover.Daemon.Edges.Mcp.Serving;

/// <summary>Which resources the initialize era's sessions have subscribed to.</summary>
internal sealed class McpSubscriptions
{
    /// <summary>Of one session.</summary>
    public const int Most = 256;

    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, byte>> _bySession = new(StringComparer.Ordinal);

    /// <returns>False when the session has as many as it may.</returns>
    public bool Add(string session, string uri)
    {
        var wanted = _bySession.GetOrAdd(session, static _ => new ConcurrentDictionary<string, byte>(StringComparer.Ordinal));
        return wanted.ContainsKey(uri) || (wanted.Count < Most && wanted.TryAdd(uri, 0));
    }

    public void Remove(string session, string uri)
    {
        if (_bySession.TryGetValue(session, out var wanted))
        {
            _ = wanted.TryRemove(uri, out _);
        }
    }

    public bool Wants(string session, string uri) => _bySession.TryGetValue(session, out var wanted) && wanted.ContainsKey(uri);

    public void RemoveAll(string session) => _ = _bySession.TryRemove(session, out _);
}
