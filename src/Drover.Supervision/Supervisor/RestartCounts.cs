using System.Runtime.InteropServices;

namespace Drover.Supervision.Supervisor;

/// <summary>How often a process was started again, by cause.</summary>
/// <param name="Manual">By a person or an agent.</param>
/// <param name="Watch">By changed files.</param>
/// <param name="Crash">By the restart policy.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RestartCounts(int Manual, int Watch, int Crash)
{
    /// <summary>Restarts of every cause.</summary>
    public int Total => Manual + Watch + Crash;

    internal RestartCounts Plus(RunTriggerKind kind) => kind switch
    {
        RunTriggerKind.Manual => this with { Manual = Manual + 1 },
        RunTriggerKind.Watch => this with { Watch = Watch + 1 },
        RunTriggerKind.Crash => this with { Crash = Crash + 1 },
        _ => this,
    };
}
