using Drover.Daemon.Sockets;
using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Features.Sessions;

/// <summary>
/// The age of a session's current run, by the clock that nobody can set: whoever sets the wall clock, and a laptop that finds the time again,
/// must not make a run look young or old.
/// </summary>
internal sealed class RunClock(TimeProvider time)
{
    private volatile Mark? _mark;

    /// <summary>A run begins.</summary>
    public void Begin(ProcessSnapshot snapshot) => _mark = new Mark(snapshot.RunNumber, TimeSpan.Zero, time.GetTimestamp());

    /// <summary>Time since the run began; zero before the first one.</summary>
    public TimeSpan AgeOf(ProcessSnapshot snapshot)
    {
        if (snapshot.StartedAt is null)
        {
            return TimeSpan.Zero;
        }

        var mark = _mark;
        if (mark is null || mark.Run != snapshot.RunNumber)
        {
            _mark = mark = new Mark(snapshot.RunNumber, AgeFromOutside(snapshot), time.GetTimestamp());
        }

        return mark.Age + time.GetElapsedTime(mark.At);
    }

    // Of a run that an earlier daemon began the system knows the age while it lives; else there is only what was written down.
    private TimeSpan AgeFromOutside(ProcessSnapshot snapshot)
    {
        var age = snapshot is { Exit: null, Pid: { } pid } ? ProcessFacts.AgeOf(pid) : null;
        age ??= time.GetUtcNow() - snapshot.StartedAt!.Value;
        return age > TimeSpan.Zero ? age.Value : TimeSpan.Zero;
    }

    /// <param name="Run">The run.</param>
    /// <param name="Age">Its age when it was looked at.</param>
    /// <param name="At">The timestamp of that look.</param>
    private sealed record Mark(int Run, TimeSpan Age, long At);
}
