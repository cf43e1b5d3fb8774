using Drover.Supervision.Stopping;

namespace Drover.Supervision.Supervisor;

/// <summary>What the system lines and reasons say. One place, so that a log reads in one voice.</summary>
internal static class Sentences
{
    public const string StartedAgain = "the daemon ended before the command started; it is started now";

    public static string Cause(RunTrigger trigger) => trigger.Kind switch
    {
        RunTriggerKind.Start => trigger.Detail ?? "started",
        RunTriggerKind.Manual => trigger.Detail ?? "restarted on request",
        RunTriggerKind.Watch => $"restarted: {trigger.Detail} changed",
        _ => $"restarted: {trigger.Detail}",
    };

    public static string Ended(ProcessExit exit, TimeSpan? lived) => exit switch
    {
        ProcessExit.Exited e => $"exited {e.Code}{After(lived)}",
        ProcessExit.Signaled s => $"killed by {SignalNames.Name(s.Signal)}{After(lived)}",
        ProcessExit.FailedToStart f => $"could not be started: {f.Message}",
        ProcessExit.Lost l => $"lost: {l.Why}",
        _ => throw new InvalidOperationException($"Unknown exit {exit}."),
    };

    /// <summary>The end of a run that was asked to end. How it took it is told, but not as if it were a failure.</summary>
    public static string EndedOnRequest(ProcessExit exit, TimeSpan lived) => exit switch
    {
        ProcessExit.Exited e => $"stopped (exited {e.Code}){After(lived)}",
        ProcessExit.Signaled s => $"stopped ({SignalNames.Name(s.Signal)}){After(lived)}",
        _ => Ended(exit, lived),
    };

    public static string Stopped(ProcessExit? exit, StopReport report)
    {
        var how = exit switch
        {
            ProcessExit.Exited e => $"stopped (exited {e.Code})",
            ProcessExit.Signaled s => $"stopped ({SignalNames.Name(s.Signal)})",
            ProcessExit.Lost l => $"stopped ({l.Why})",
            _ => "stopped",
        };
        return report.Clean ? how : $"{how}; still there: {string.Join(", ", report.Left.Select(left => $"{left.Command} ({left.Pid})"))}";
    }

    private static string After(TimeSpan? lived) => lived is { } span ? $" after {SpanText.Say(span)}" : "";
}
