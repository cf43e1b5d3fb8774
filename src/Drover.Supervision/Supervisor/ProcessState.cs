namespace Drover.Supervision.Supervisor;

/// <summary>Where a supervised process is in its life. One value at a time; only its owner loop changes it.</summary>
/// <remarks>
/// <code>
/// Starting ─► Running ─► Stopping ─► Exited
///    │           │                     ▲
///    │           ├─► Backoff ─► Starting
///    │           ├─► Exited | Lost | Failed (gave up)
///    └─► Failed | Exited | Lost | Backoff | Stopping
/// </code>
/// From Backoff, Exited, Failed and Lost a new run may start, or be promised: then the state is Starting before there is one.
/// </remarks>
public enum ProcessState
{
    /// <summary>A run was asked for; its command has not told its process id yet.</summary>
    Starting,

    /// <summary>The command lives.</summary>
    Running,

    /// <summary>Being ended; not over before nothing of the run is left.</summary>
    Stopping,

    /// <summary>Ended; the restart policy will start it again after a delay.</summary>
    Backoff,

    /// <summary>Ended with a known exit.</summary>
    Exited,

    /// <summary>Could not be started, or the restart policy gave up.</summary>
    Failed,

    /// <summary>Ended in a way nobody saw.</summary>
    Lost,
}

/// <summary>Questions to a <see cref="ProcessState"/>.</summary>
public static class ProcessStates
{
    private static readonly ProcessState[][] Next =
    [
        /* Starting */ [ProcessState.Running, ProcessState.Stopping, ProcessState.Exited, ProcessState.Failed, ProcessState.Lost, ProcessState.Backoff],
        /* Running  */ [ProcessState.Stopping, ProcessState.Backoff, ProcessState.Exited, ProcessState.Failed, ProcessState.Lost],
        /* Stopping */ [ProcessState.Exited, ProcessState.Starting, ProcessState.Lost, ProcessState.Failed],
        /* Backoff  */ [ProcessState.Starting, ProcessState.Stopping, ProcessState.Exited, ProcessState.Failed, ProcessState.Lost],
        /* Exited   */ [ProcessState.Starting, ProcessState.Stopping],
        /* Failed   */ [ProcessState.Starting, ProcessState.Stopping],
        /* Lost     */ [ProcessState.Starting, ProcessState.Stopping],
    ];

    /// <summary>True while a run lives, is on its way, or will come by itself.</summary>
    /// <param name="state">The state.</param>
    /// <returns>False for Exited, Failed and Lost.</returns>
    public static bool IsActive(this ProcessState state) => state <= ProcessState.Backoff;

    /// <summary>Whether the owner may go from one state to another; staying is always allowed.</summary>
    /// <param name="from">State now.</param>
    /// <param name="to">State wanted.</param>
    /// <returns>True when the table at the top of <see cref="ProcessState"/> has the arrow.</returns>
    public static bool CanBecome(this ProcessState from, ProcessState to) => from == to || Array.IndexOf(Next[(int)from], to) >= 0;
}
