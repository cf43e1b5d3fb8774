using Drover.Daemon.Edges.Mcp.Offers;

namespace Drover.Daemon.Features.Sessions.Tools;

/// <summary>
/// Tells subscribers when a session or its output has changed, at most once a second for each: what a flood prints is one change. While nobody
/// listens it does not look.
/// </summary>
internal sealed class SessionUpdates : IDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private readonly SessionService _sessions;
    private readonly McpChanges _changes;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _ends = new();
    private readonly Lock _gate = new();
    private bool _isLooking;

    public SessionUpdates(SessionService sessions, McpChanges changes, TimeProvider time)
    {
        (_sessions, _changes, _time) = (sessions, changes, time);
        changes.ListenerCame += OnListenerCame;
    }

    /// <summary>Looks for changes from now on, as long as somebody listens.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            if (!_isLooking && _changes.HasListeners && !_ends.IsCancellationRequested)
            {
                // Before the call: the last listener may leave again while it begins, and then it ends at once.
                _isLooking = true;
                _ = LookAsync(Look([]), _ends.Token);
            }
        }
    }

    public void Dispose()
    {
        _changes.ListenerCame -= OnListenerCame;
        _ends.Cancel();
        _ends.Dispose();
    }

    private void OnListenerCame(object? sender, EventArgs nothing) => Begin();

    private async Task LookAsync(Dictionary<Guid, Seen> seen, CancellationToken ends)
    {
        try
        {
            while (HasListeners())
            {
                await Task.Delay(Pace, _time, ends);
                seen = Look(seen, tells: true);
            }
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The daemon stops.
        }
    }

    // Under the lock, so that a listener that comes now begins the next look.
    private bool HasListeners()
    {
        lock (_gate)
        {
            return _isLooking = _changes.HasListeners;
        }
    }

    private Dictionary<Guid, Seen> Look(Dictionary<Guid, Seen> before, bool tells = false)
    {
        var now = new Dictionary<Guid, Seen>();
        foreach (var session in _sessions.All)
        {
            var seen = now[session.Id] = new Seen(session.Snapshot.Version, session.Health.State, session.Log.Position.NextSequence, session.IsActive);
            if (tells && (!before.TryGetValue(session.Id, out var last) || last != seen))
            {
                TellLog(session);
            }
        }

        if (tells && (now.Count != before.Count || now.Any(pair => !before.TryGetValue(pair.Key, out var last) || last.IsOtherState(pair.Value))))
        {
            _changes.ResourceChanged(SessionUris.All);
        }

        if (tells && !now.Where(pair => pair.Value.IsActive).Select(pair => pair.Key).ToHashSet().SetEquals(before.Where(pair => pair.Value.IsActive).Select(pair => pair.Key)))
        {
            _changes.ResourceListChanged();
        }

        return now;
    }

    private void TellLog(KnownSession session)
    {
        _changes.ResourceChanged(SessionUris.Logs(session.Name));
        if (session.Label is { } label)
        {
            _changes.ResourceChanged(SessionUris.Logs(label));
        }
    }

    /// <param name="Version">Of the process's snapshot.</param>
    /// <param name="Health">What its probes say.</param>
    /// <param name="NextSeq">Behind what it has printed.</param>
    /// <param name="IsActive">Whether it is listed.</param>
    private sealed record Seen(long Version, Contracts.Sessions.SessionHealth Health, long NextSeq, bool IsActive)
    {
        public bool IsOtherState(Seen other) => (Version, Health) != (other.Version, other.Health);
    }
}
