using Drover.Contracts.Errors;
using Microsoft.Extensions.Logging;

namespace Drover.Daemon.Features.Sessions;

/// <summary>
/// Writes what changed to the store. A disk that takes nothing stops no session: what could not be written is written later, in the state it
/// then has, so however long it lasts no queue grows.
/// </summary>
internal sealed partial class SessionJournal(SessionStore store, TimeProvider time, ILogger<SessionJournal> logger) : IDisposable
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly HashSet<KnownSession> _unwritten = [];
    private ITimer? _retry;
    private TimeSpan _delay = FirstRetry;

    /// <summary>Writes a session's state as it is now.</summary>
    /// <returns>Why it was not written, if it was not; it will be.</returns>
    public Error? Write(KnownSession session)
    {
        if (session.Removed)
        {
            return null;
        }

        var error = store.Save(session.ToStored()).Error;
        if (error is null)
        {
            return null;
        }

        NotWritten(session.Id, error.Message);
        lock (_gate)
        {
            _unwritten.Add(session);
            ScheduleRetry();
        }

        return error;
    }

    /// <summary>Writes what waits, at the end of the daemon.</summary>
    public void Flush() => Retry(null);

    public void Dispose() => _retry?.Dispose();

    private void ScheduleRetry()
    {
        if (_retry is null)
        {
            _retry = time.CreateTimer(Retry, null, _delay, Timeout.InfiniteTimeSpan);
            _delay = _delay * 2 < LongestRetry ? _delay * 2 : LongestRetry;
        }
    }

    private void Retry(object? state)
    {
        KnownSession[] waiting;
        lock (_gate)
        {
            _retry?.Dispose();
            _retry = null;
            waiting = [.. _unwritten];
            _unwritten.Clear();
        }

        foreach (var session in waiting)
        {
            if (Write(session) is null)
            {
                WrittenAfterAll(session.Id);
                _delay = FirstRetry;
            }
        }
    }

    [LoggerMessage(2001, LogLevel.Warning, "The state of session {Session} could not be stored and is kept in memory until it can: {Reason}")]
    private partial void NotWritten(Guid session, string reason);

    [LoggerMessage(2002, LogLevel.Information, "The state of session {Session} is stored again")]
    private partial void WrittenAfterAll(Guid session);
}
