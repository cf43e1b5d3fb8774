using System.Runtime.CompilerServices;
using Drover.Contracts.Errors;
using Drover.Contracts.Events;
using Microsoft.Extensions.Logging;

namespace Drover.Daemon.Features.Events;

/// <summary>
/// Facts about sessions and jobs in the order they happened. Numbers rise by one and are kept over restarts; readers pull by number, the wake-up carries
/// nothing. An event that cannot be stored (disk full) stays in memory, is told from there, and is stored with the next one that can be.
/// </summary>
internal sealed partial class EventLog
{
    public const int Retained = 10_000;

    // Removing one row per append would double the work; the overshoot is harmless.
    private const int TrimEvery = 100;
    private const int MostUnstored = 1_000;

    private readonly Lock _gate = new();
    private readonly EventStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger<EventLog> _logger;
    private readonly Queue<DroverEvent> _unstored = new();
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _last;

    public EventLog(EventStore store, TimeProvider time, ILogger<EventLog> logger)
    {
        (_store, _time, _logger) = (store, time, logger);
        var last = store.LastSequence();
        _last = last.IsSuccess ? last.Value : 0;
    }

    /// <summary>The number the next event will get.</summary>
    public long NextSequence
    {
        get
        {
            lock (_gate)
            {
                return _last + 1;
            }
        }
    }

    /// <summary>Appends an event; its <c>Seq</c> and <c>Ts</c> are set here.</summary>
    /// <returns>The event as it was appended.</returns>
    public DroverEvent Append(
        string type, string? sessionId = null, string? label = null, int? run = null, string? state = null, string? reason = null, int? exitCode = null, string? jobId = null,
        string? taskId = null)
    {
        DroverEvent happened;
        TaskCompletionSource woken;
        lock (_gate)
        {
            happened = new DroverEvent
            {
                Seq = ++_last,
                Ts = _time.GetUtcNow(),
                Type = type,
                SessionId = sessionId,
                JobId = jobId,
                TaskId = taskId,
                Label = label,
                Run = run,
                State = state,
                Reason = reason,
                ExitCode = exitCode,
            };
            _unstored.Enqueue(happened);
            StoreWaiting();
            if (_last % TrimEvery == 0 && _store.RemoveUpTo(_last - Retained).Error is { } error)
            {
                NotStored(error.Message);
            }

            woken = _more;
            _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        woken.SetResult();
        return happened;
    }

    /// <summary>Events from a number on, oldest first.</summary>
    public Result<EventBatch> Read(long sequence, int limit)
    {
        lock (_gate)
        {
            var stored = _store.From(sequence, limit);
            if (stored.Error is { } error)
            {
                return error;
            }

            var events = stored.Value;
            foreach (var waiting in _unstored)
            {
                if (waiting.Seq >= sequence && events.Count < limit)
                {
                    events.Add(waiting);
                }
            }

            // Numbers have no holes, so what lies between the asked and the first one there was removed.
            var dropped = events.Count > 0 && events[0].Seq > sequence ? events[0].Seq - Math.Max(sequence, 1) : 0;
            return new EventBatch(events, events.Count > 0 ? events[^1].Seq + 1 : sequence, dropped);
        }
    }

    /// <summary>Everything from a number on, for ever.</summary>
    public async IAsyncEnumerable<Result<EventBatch>> FollowAsync(long sequence, [EnumeratorCancellation] CancellationToken cancellation)
    {
        const int AtOnce = 500;
        while (true)
        {
            Task more;
            lock (_gate)
            {
                more = _last >= sequence ? Task.CompletedTask : _more.Task;
            }

            await more.WaitAsync(cancellation);
            var batch = Read(sequence, AtOnce);
            yield return batch;
            if (!batch.IsSuccess)
            {
                yield break;
            }

            sequence = batch.Value.NextSequence;
        }
    }

    private void StoreWaiting()
    {
        while (_unstored.TryPeek(out var oldest))
        {
            if (_store.Insert(oldest).Error is { } error)
            {
                NotStored(error.Message);
                break;
            }

            _unstored.Dequeue();
        }

        if (_unstored.Count > MostUnstored)
        {
            _unstored.Dequeue();
        }
    }

    [LoggerMessage(1201, LogLevel.Warning, "Event not stored: {Reason}")]
    private partial void NotStored(string reason);
}
