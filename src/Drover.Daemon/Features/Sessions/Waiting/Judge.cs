using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Sessions.Readiness;
using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Features.Sessions.Waiting;

/// <summary>Decides from what is known at one moment whether a wait is over. Pure: it is asked again after every change.</summary>
/// <param name="waitFor">What is waited for.</param>
/// <param name="firstRun">First run that counts: after a restart the next one, so that the end of the old one is not taken for the new one's.</param>
/// <param name="hasReadyProbe">Whether anything can say that the session is ready; if not, running is all that can be known.</param>
internal sealed class Judge(WaitFor waitFor, int firstRun, bool hasReadyProbe)
{
    public WaitVerdict? Look(ProcessSnapshot process, HealthStatus health)
    {
        if (process.RunNumber < firstRun)
        {
            // Somebody stopped it before the run that is waited for began.
            return process.State.IsActive() || process.Next is not null || process.RunNumber == 0 && !process.StopWanted
                ? null
                : new WaitVerdict(WaitOutcome.Exited, process.Reason ?? "stopped");
        }

        if (waitFor == WaitFor.Exit && process.RunNumber > firstRun)
        {
            return new WaitVerdict(WaitOutcome.Exited, process.Reason ?? "it ended and was started again");
        }

        if (process.IsHeld)
        {
            // Its last run is over and the next one is promised.
            return null;
        }

        return Ended(process) ?? waitFor switch
        {
            WaitFor.Running => Running(process),
            WaitFor.Ready => hasReadyProbe ? Ready(process, health) : Running(process),
            _ => null,
        };
    }

    private static WaitVerdict? Running(ProcessSnapshot process) =>
        process is { State: ProcessState.Running, Pid: { } pid } ? new WaitVerdict(WaitOutcome.Ready, $"running as pid {pid}") : null;

    private static WaitVerdict? Ready(ProcessSnapshot process, HealthStatus health) => health switch
    {
        _ when health.Run != process.RunNumber => null,
        { State: SessionHealth.Ready } => new WaitVerdict(
            WaitOutcome.Ready,
            $"ready{(health.ReadyAfter is { } after ? $" in {SpanText.Say(after)}" : "")}{(health.Url is { } url ? $" at {url}" : "")}"),

        // Once it was ready, a liveness probe that fails is followed by a restart or a recovery: wait for that.
        { State: SessionHealth.Unhealthy, ReadyAfter: null, Why: { } why } => new WaitVerdict(WaitOutcome.Failed, why),
        _ => null,
    };

    private WaitVerdict? Ended(ProcessSnapshot process)
    {
        if (process.Exit is null && process.State.IsActive())
        {
            return null;
        }

        // A stop is not over before nothing is left. With a restart behind it the end of this run is no answer to those who wait for something
        // of the session; to those who wait for the end it is, and nobody would see a later moment.
        if (process.Next is null ? process.State == ProcessState.Stopping : waitFor != WaitFor.Exit)
        {
            return null;
        }

        var failed = process.State is ProcessState.Failed or ProcessState.Lost || process.Exit is ProcessExit.FailedToStart or ProcessExit.Lost;
        return new WaitVerdict(failed ? WaitOutcome.Failed : WaitOutcome.Exited, process.Reason ?? "ended");
    }
}
