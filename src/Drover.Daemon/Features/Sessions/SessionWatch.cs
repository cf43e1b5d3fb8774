using Drover.Contracts.Errors;
using Drover.Daemon.Features.Events;
using Drover.Daemon.Features.Sessions.Specs;
using Drover.Supervision.Supervisor;
using Drover.Supervision.Watching;
using Microsoft.Extensions.Logging;

namespace Drover.Daemon.Features.Sessions;

/// <summary>
/// Restarts one session when its files change. One batch of changes is one restart; whether it applies (somebody may have stopped the session)
/// is the owner loop's to say. Five restarts in a row by the session's own writes suspend the watch until somebody restarts by hand.
/// </summary>
internal sealed partial class SessionWatch(
    KnownSession session, FileWatcher watcher, SessionsOptions options, SessionRegistry registry, SessionJournal journal, EventLog events, TimeProvider time, ILogger logger)
{
    private readonly Lock _gate = new();
    private Task<Error?> _arming = Task.FromResult<Error?>(null);
    private readonly LoopGuard _guard = new();
    private WatchHandle? _handle;
    private bool _isWanted;
    private bool _suspended;

    /// <summary>True while a change would restart the session.</summary>
    public bool IsArmed
    {
        get
        {
            lock (_gate)
            {
                return _handle is not null && !_suspended;
            }
        }
    }

    /// <summary>Subscribes to the files, once; forgets what the loop guard has counted.</summary>
    /// <param name="allowMissing">True when the session is there already, so that a path which is gone meanwhile cannot be refused any more.</param>
    public Task<Error?> ArmAsync(bool allowMissing)
    {
        lock (_gate)
        {
            _guard.Reset();
            _suspended = false;
            _isWanted = true;
            if (_handle is null && _arming.IsCompleted)
            {
                _arming = SubscribeAsync(allowMissing);
            }

            return _handle is null ? _arming : Task.FromResult<Error?>(null);
        }
    }

    private async Task<Error?> SubscribeAsync(bool allowMissing)
    {
        var spec = KernelTerms.Watch(session.Plan.Spec, options.Debounce, allowMissing)!;
        switch (await watcher.WatchAsync(spec, OnBatch, OnProblem))
        {
            case WatchStartResult.Started started:
                await StartedAsync(started);
                return null;
            case WatchStartResult.Failed failed:
                var code = failed.Kind is WatchFailureKind.OutOfWatches or WatchFailureKind.OutOfInstances ? ErrorCodes.WatchLimitReached : ErrorCodes.WatchUnreadable;
                return Refusal.Of(code, failed.Message, ("field", "watch"), ("path", failed.Path ?? ""));
            default:
                throw new InvalidOperationException("Unknown answer of the file watcher.");
        }
    }

    /// <summary>Lets go of the files: somebody stopped the session, or it is removed.</summary>
    public async Task DisarmAsync()
    {
        WatchHandle? handle;
        lock (_gate)
        {
            _isWanted = false;
            (handle, _handle) = (_handle, null);
        }

        if (handle is not null)
        {
            await handle.DisposeAsync();
        }
    }

    private async Task StartedAsync(WatchStartResult.Started started)
    {
        bool isWanted;
        lock (_gate)
        {
            isWanted = _isWanted;
            _handle = isWanted ? started.Handle : null;
        }

        if (!isWanted)
        {
            // Somebody stopped the session while its folders were being subscribed to.
            await started.Handle.DisposeAsync();
            return;
        }

        foreach (var warning in started.Warnings)
        {
            session.Log.AppendSystem(session.Snapshot.RunNumber, $"watch: {warning}");
        }
    }

    private void OnProblem(string problem)
    {
        if (!session.Removed)
        {
            session.Log.AppendSystem(session.Snapshot.RunNumber, $"watch: {problem}");
        }
    }

    // Called by the watcher's thread, which must not wait.
    private void OnBatch(WatchBatch batch) => _ = Task.Run(() => RestartAsync(batch));

    private async Task RestartAsync(WatchBatch batch)
    {
        try
        {
            var path = batch.Paths[0];
            lock (_gate)
            {
                session.Changes = new FileChanges(session.Changes.Count + batch.Total, time.GetUtcNow(), path);
            }

            if (session.Snapshot.RunNumber == 0 || session.Snapshot.IsHeld || session.Snapshot.StopWanted || session.Removed || !IsArmed)
            {
                journal.Write(session);
                return;
            }

            if (!session.IsActive && registry.ClaimLabel(session) is { } taken)
            {
                session.Log.AppendSystem(session.Snapshot.RunNumber, $"{path} changed; not started again: {taken.Message}");
                await DisarmAsync();
                session.Changed.Pulse();
                return;
            }

            var uptime = session.Clock.AgeOf(session.Snapshot);
            string? loop;
            lock (_gate)
            {
                loop = _guard.OnRestart(batch.Paths, uptime);
            }

            var more = batch.Total > 1 ? $" and {batch.Total - 1} more" : "";
            if (await session.WhileThereAsync(() => session.Process.RestartAsync(RunTrigger.Watch(path + more))) && loop is not null)
            {
                Suspend(loop);
            }
        }
        catch (ObjectDisposedException)
        {
            // Removed, or the daemon stops: nothing is left to restart.
        }
        catch (Exception failure)
        {
            RestartFailed(session.Id, failure);
        }
    }

    private void Suspend(string path)
    {
        lock (_gate)
        {
            _suspended = true;
        }

        var line = $"watching is suspended: {path} changed within {LoopGuard.Soon.TotalSeconds:0} s of {LoopGuard.Limit} starts in a row, so the session seems to write it itself. Restart it to watch again; ignore the path to keep it so.";
        session.Note = line;
        session.Log.AppendSystem(session.Snapshot.RunNumber, line);
        events.Append("session.watch_suspended", session.Name, session.Label, session.Snapshot.RunNumber, StateText.Of(session.State), line);
        session.Changed.Pulse();
    }

    [LoggerMessage(2010, LogLevel.Error, "A change of files could not restart session {Session}")]
    private partial void RestartFailed(Guid session, Exception failure);
}
