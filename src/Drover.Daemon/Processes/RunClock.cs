using Drover.Supervision.Identity;
using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Processes;

/// <summary>
/// The age of a session's current run, by the clock that nobody can set and that goes on while the machine sleeps, as the age of every process
/// does: whoever sets the wall clock, and a laptop that finds the time again, must not make a run look younger or older than others.
/// </summary>
internal sealed class RunClock(TimeProvider time, BootClock boot)
{
    private volatile Mark? _mark;

    /// <summary>A run begins.</summary>
    public void Begin(ProcessSnapshot snapshot) => _mark = new Mark(snapshot.RunNumber, boot.Now);

    /// <summary>Time since the run began; zero before the first one.</summary>
    public TimeSpan AgeOf(ProcessSnapshot snapshot)
    {
        var age = boot.Now - BeganAt(snapshot);
        return age > TimeSpan.Zero ? age : TimeSpan.Zero;
    }

    /// <summary>When the run began, in time since boot; now before the first one.</summary>
    public TimeSpan BeganAt(ProcessSnapshot snapshot)
    {
        if (snapshot.StartedAt is not { } started)
        {
            return boot.Now;
        }

        var mark = _mark;
        if (mark is null || mark.Run != snapshot.RunNumber)
        {
            // Of a run that an earlier daemon began the system knows the start while it lives; else there is only what was written down.
            var process = snapshot is { Exit: null, Pid: { } pid } ? ProcessIdentity.Of(pid) : null;
            _mark = mark = new Mark(snapshot.RunNumber, process?.StartedAt ?? boot.Now - (time.GetUtcNow() - started));
        }

        return mark.At;
    }

    /// <param name="Run">The run.</param>
    /// <param name="At">When it began.</param>
    private sealed record Mark(int Run, TimeSpan At);
}
