using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Sessions.Waiting;
using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Features.Sessions;

/// <summary>A session that another one depends on, and what must be true of it.</summary>
internal sealed record NeededSession(KnownSession Session, DependencyCondition Condition)
{
    public string Name => Session.Label ?? Session.Name;

    public string Wish => Condition switch
    {
        DependencyCondition.Started => $"{Name} to start",
        DependencyCondition.Exited or DependencyCondition.ExitedOk => $"{Name} to end",
        _ => Name,
    };

    /// <summary>Ready when the condition holds, another verdict when this run cannot make it hold any more, null while it may.</summary>
    public WaitVerdict? Look()
    {
        var snapshot = Session.Snapshot;
        if (Session.WaitsForOthers is not null && snapshot.RunNumber > 0)
        {
            // It will be started again when what it depends on itself is there; that run counts.
            return null;
        }

        var firstRun = Math.Max(1, snapshot.Next is null ? snapshot.RunNumber : snapshot.RunNumber + 1);
        return Condition switch
        {
            DependencyCondition.Started when snapshot.RunNumber >= firstRun && snapshot.Pid is { } pid => new WaitVerdict(WaitOutcome.Ready, $"started as pid {pid}"),
            DependencyCondition.Started => Ask(WaitFor.Running, firstRun, snapshot),
            DependencyCondition.Exited or DependencyCondition.ExitedOk => Ended(snapshot),
            _ => Ask(WaitFor.Ready, firstRun, snapshot),
        };
    }

    private WaitVerdict? Ask(WaitFor what, int firstRun, ProcessSnapshot snapshot) =>
        new Judge(what, firstRun, Session.Plan.Spec.Ready is not null).Look(snapshot, Session.Health);

    // Not over as long as its restart policy, or the end of a stop, may start it again.
    private WaitVerdict? Ended(ProcessSnapshot snapshot) => snapshot switch
    {
        _ when snapshot.State.IsActive() => null,
        { StopWanted: true } => new WaitVerdict(WaitOutcome.Exited, "was stopped"),
        { Exit: ProcessExit.Exited { Code: 0 } } => new WaitVerdict(WaitOutcome.Ready, "ended well"),
        { Exit: ProcessExit.Exited or ProcessExit.Signaled } when Condition == DependencyCondition.Exited => new WaitVerdict(WaitOutcome.Ready, "ended"),
        _ => new WaitVerdict(WaitOutcome.Exited, snapshot.Reason ?? $"is {StateText.Of(Session.State)}"),
    };
}
