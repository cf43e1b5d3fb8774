using Drover.Contracts.Errors;
using Microsoft.Extensions.Logging;

namespace Drover.Daemon.Processes;

/// <summary>
/// Writes what changed to a store. A disk that takes nothing stops no process: what could not be written is written later, in the state it
/// then has, so however long it lasts no queue grows.
/// </summary>
/// <param name="noun">What is written, for the log.</param>
/// <param name="save">Writes one of them as it is now; null when it was written or need not be.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of what could not be written.</param>
internal class Journal<T>(string noun, Func<T, Error?> save, TimeProvider time, ILogger logger) : IDisposable
    where T : class
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly HashSet<T> _unwritten = [];
    private ITimer? _retry;
    private TimeSpan _delay = FirstRetry;

    /// <summary>Writes its state as it is now.</summary>
    /// <returns>Why it was not written, if it was not; it will be.</returns>
    public Error? Write(T changed)
    {
        if (save(changed) is not { } error)
        {
            return null;
        }

        JournalLog.NotWritten(logger, noun, changed, error.Message);
        lock (_gate)
        {
            _unwritten.Add(changed);
            ScheduleRetry();
        }

        return error;
    }

    /// <summary>Writes what waits, at the end of the daemon.</summary>
    public void Flush() => Retry(null);

    public void Dispose()
    {
        _retry?.Dispose();
        GC.SuppressFinalize(this);
    }

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
        T[] waiting;
        lock (_gate)
        {
            _retry?.Dispose();
            _retry = null;
            waiting = [.. _unwritten];
            _unwritten.Clear();
        }

        foreach (var changed in waiting)
        {
            if (Write(changed) is null)
            {
                JournalLog.WrittenAfterAll(logger, noun, changed);
                _delay = FirstRetry;
            }
        }
    }
}
