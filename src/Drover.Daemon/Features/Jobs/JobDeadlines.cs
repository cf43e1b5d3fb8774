using System.Collections.Concurrent;

namespace Drover.Daemon.Features.Jobs;

/// <summary>One timer for each running job. It counts from the job's start, over restarts of the daemon, by the clock that nobody can set.</summary>
internal sealed class JobDeadlines(TimeProvider time) : IDisposable
{
    // An adopted job may have ended while no daemon was there: what its holder wrote is read first, and only then its time is over.
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<Guid, ITimer> _timers = new();

    /// <summary>Begins, or goes on, to count the time of a job.</summary>
    /// <param name="job">The job, running.</param>
    /// <param name="isAdopted">Whether an earlier daemon started it.</param>
    /// <param name="onDue">Called when its time is over.</param>
    public void Start(KnownJob job, bool isAdopted, Action onDue)
    {
        var left = job.Plan.Timeout - job.Clock.AgeOf(job.Snapshot);
        var least = isAdopted ? Least : TimeSpan.Zero;
        var timer = time.CreateTimer(_ => onDue(), null, left > least ? left : least, Timeout.InfiniteTimeSpan);
        if (!_timers.TryAdd(job.Id, timer))
        {
            timer.Dispose();
        }
    }

    public void Stop(KnownJob job)
    {
        if (_timers.TryRemove(job.Id, out var timer))
        {
            timer.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (var timer in _timers.Values)
        {
            timer.Dispose();
        }
    }
}
