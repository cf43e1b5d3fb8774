using System.Runtime.InteropServices;

namespace Drover.Supervision.Identity;

/// <summary>
/// A process for certain. The system gives a process id to somebody else as soon as it is free; the id together with the
/// moment of the start and the boot means one process only. What cannot be told for certain counts as gone and is never signalled.
/// </summary>
/// <param name="Pid">The process id.</param>
/// <param name="StartTime">The start in clock ticks since boot, field 22 of /proc/PID/stat.</param>
/// <param name="BootId">The boot, see <see cref="Identity.BootId"/>.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ProcessIdentity(int Pid, long StartTime, Guid BootId)
{
    /// <summary>The length of a clock tick: of all that started within one nobody can say which was first.</summary>
    public static TimeSpan Tick { get; } = TimeSpan.FromMilliseconds(10);

    /// <summary>The start by <see cref="BootClock"/>, rounded down to a <see cref="Tick"/>.</summary>
    public TimeSpan StartedAt => StartTime * Tick;

    /// <summary>Whether this very process is there and no zombie.</summary>
    public bool IsAlive =>
        Pid > 1 && BootId == Identity.BootId.Current && ProcStat.TryRead(Pid, out var stat) && stat.StartTime == StartTime && !stat.IsZombie;

    /// <summary>Who has a process id now; null when nobody has, or a zombie.</summary>
    public static ProcessIdentity? Of(int pid) =>
        pid > 0 && ProcStat.TryRead(pid, out var stat) && !stat.IsZombie ? new ProcessIdentity(pid, stat.StartTime, Identity.BootId.Current) : null;

    /// <summary>Whether a live process of that id carries the run's marker in its environment. Unreadable counts as no.</summary>
    public static bool IsMarkedAlive(int pid, Guid runId) =>
        pid > 1 && ProcStat.TryRead(pid, out var stat) && !stat.IsZombie && RunMarker.Of(pid) == runId;
}
