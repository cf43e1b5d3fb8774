using System.Collections.Concurrent;
using Drover.Daemon.Edges.Mcp.Offers;
using Drover.Daemon.Edges.Mcp.Serving;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Server;

namespace Drover.Daemon.Edges.Mcp.Sessions;

/// <summary>The initialize era's sessions. Those idle for long are let go, and when there are too many the one idle longest makes room; either can come back.</summary>
internal sealed class McpSessions : IAsyncDisposable
{
    public const int Most = 256;

    private static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, McpSession> _sessions = new(StringComparer.Ordinal);
    private readonly EndedSessions _ended = new();
    private readonly Func<string, McpSession> _make;
    private readonly McpSubscriptions _subscriptions;
    private readonly SessionIds _ids;
    private readonly ITimer _sweep;

    public McpSessions(
        McpOptions options, McpChanges changes, McpSubscriptions subscriptions, SessionIds ids, TimeProvider time, ILoggerFactory logs, IServiceProvider services)
    {
        (_subscriptions, _ids) = (subscriptions, ids);
        _make = id =>
        {
            var transport = new StreamableHttpServerTransport(logs) { SessionId = id };
            return new McpSession(transport, McpServer.Create(transport, options.ForServer, logs, services), changes, subscriptions, time);
        };
        _sweep = time.CreateTimer(_ => _ = SweepAsync(), null, SweepEvery, SweepEvery);
    }

    public int Count => _sessions.Count;

    /// <summary>Takes a session into use; one that only this process does not know is taken up again, at the revision the request says.</summary>
    /// <returns>Null when there is no such session.</returns>
    public async ValueTask<SessionUse?> FindAsync(string id, string? revision)
    {
        if (_sessions.TryGetValue(id, out var session) && session.TryUse() is { } use)
        {
            return use;
        }

        return revision is null || _ended.Contains(id) || !_ids.IsOurs(id) ? null : await StartAsync(id);
    }

    /// <returns>Null when all that there may be are in use.</returns>
    public Task<SessionUse?> StartAsync() => StartAsync(_ids.New());

    /// <summary>Ends a session for good, also one that only an earlier process has known.</summary>
    /// <returns>False when there is none.</returns>
    public async Task<bool> EndAsync(string id)
    {
        var first = _ids.IsOurs(id) && _ended.Add(id);
        return (_sessions.TryGetValue(id, out var session) && await LetGoAsync(session)) || first;
    }

    /// <summary>Lets go of those that nobody has used for long.</summary>
    public async Task SweepAsync()
    {
        foreach (var (_, session) in _sessions)
        {
            if (session.Idle > IdleLimit && session.TryRetire())
            {
                await LetGoAsync(session);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _sweep.DisposeAsync();
        foreach (var session in _sessions.Values)
        {
            await LetGoAsync(session);
        }
    }

    private async Task<SessionUse?> StartAsync(string id)
    {
        if (_sessions.Count >= Most)
        {
            // One that is taken into use at this moment is passed over.
            var idlest = _sessions.Values.Where(session => session.Idle is not null).OrderByDescending(session => session.Idle).FirstOrDefault(session => session.TryRetire());
            if (idlest is null)
            {
                return null;
            }

            await LetGoAsync(idlest);
        }

        var fresh = _make(id);
        while (true)
        {
            var session = _sessions.GetOrAdd(id, fresh);
            if (session.TryUse() is { } use)
            {
                if (!ReferenceEquals(session, fresh))
                {
                    // Two requests have revived it at once.
                    await fresh.DisposeAsync();
                }

                return use;
            }

            await LetGoAsync(session);
        }
    }

    // Who retired it and who finds it retired may both come here: one of them does it.
    private async Task<bool> LetGoAsync(McpSession session)
    {
        session.Retire();
        if (!_sessions.TryRemove(KeyValuePair.Create(session.Id, session)))
        {
            return false;
        }

        _subscriptions.RemoveAll(session.Id);
        await session.DisposeAsync();
        return true;
    }
}
