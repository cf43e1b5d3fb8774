using Drover.Supervision.Identity;
using Drover.Supervision.Restarts;
using Drover.Supervision.Stopping;

namespace Drover.Supervision.Supervisor;

/// <summary>What the owner does with facts: starts and exits seen, output ended, stops finished, timers due.</summary>
internal sealed partial class ProcessLoop
{
    private async ValueTask LookAtFactsAsync()
    {
        if (_takeUp.TakeDue() && _untaken is { } directory && _stop is null)
        {
            await TakeUpAsync(directory).ConfigureAwait(false);
        }

        if (_run is { } run)
        {
            run.Refresh();
            await LookAtHealthAsync(run).ConfigureAwait(false);
            await LookAtStartAsync(run).ConfigureAwait(false);
            await LookAtHolderAsync(run).ConfigureAwait(false);
            await LookAtExitAsync(run).ConfigureAwait(false);
        }

        if (_stop is { IsOver: true } stop)
        {
            // A clean stop still waits for the exit and the last output; one that left something behind cannot.
            var report = await stop.ReportAsync().ConfigureAwait(false);
            if (!report.Clean || _run is null || (_run.IsAnnounced && !IsWaitingToBeStored(_run)))
            {
                await FinishStopAsync(stop, report).ConfigureAwait(false);
            }
        }

        if (_backoff.TakeDue() && Snapshot.State == ProcessState.Backoff)
        {
            await BeginNextAsync(RunTrigger.Crash(Snapshot.Reason ?? "it had ended")).ConfigureAwait(false);
        }
    }

    /// <summary>What an ended run printed is still in its pipe, because the disk takes nothing. The next run waits for it, as its writer did.</summary>
    private static bool IsWaitingToBeStored(ActiveRun run) => run is { IsDegraded: true, IsOutputEnded: false };

    private async ValueTask LookAtHealthAsync(ActiveRun run)
    {
        if (run.IsDegraded != Snapshot.Degraded)
        {
            await ChangeAsync(Snapshot with { Degraded = run.IsDegraded }, run.IsDegraded ? ProcessEvent.Degraded : ProcessEvent.Recovered).ConfigureAwait(false);
        }
    }

    private async ValueTask LookAtStartAsync(ActiveRun run)
    {
        if (run.CommandPid is not { } pid || pid == Snapshot.Pid)
        {
            return;
        }

        var starting = Snapshot.State == ProcessState.Starting;
        await ChangeAsync(
            Snapshot with { State = starting ? ProcessState.Running : Snapshot.State, Pid = pid, HolderPid = run.HolderPid },
            ProcessEvent.RunStarted).ConfigureAwait(false);
        _stop?.Begin(_kernel.Terminator, run.Membership);
    }

    /// <summary>A holder that ended without an end line was killed. Its command may live on; then wait for it to go.</summary>
    private async ValueTask LookAtHolderAsync(ActiveRun run)
    {
        if (!run.IsHolderGone || run.Exit is not null)
        {
            return;
        }

        if (run.CommandPid is { } pid && ProcessIdentity.IsMarkedAlive(pid, run.Directory.RunId))
        {
            const string Reason = "its holder was killed; its exit code will be unknown";
            if (Snapshot.Reason != Reason && Snapshot.State == ProcessState.Running)
            {
                _log.AppendSystem(run.Number, Reason);
                await ChangeAsync(Snapshot with { Reason = Reason }, ProcessEvent.Changed).ConfigureAwait(false);
            }

            _orphanPoll.Set(OrphanPoll);
            return;
        }

        if (run is { CommandPid: null, SpawnedAt: null } && _stop is null && !Snapshot.StopWanted)
        {
            await StartAgainAsync(run).ConfigureAwait(false);
            return;
        }

        run.Exit = new ProcessExit.Lost(run.CommandPid is null ? "its holder was killed before the command started" : "its holder was killed");
    }

    /// <summary>The start that an earlier daemon did not survive is made now: somebody asked for it, and nothing of it ran.</summary>
    private async ValueTask StartAgainAsync(ActiveRun run)
    {
        run.Exit = new ProcessExit.Lost("the daemon ended before the command started");
        run.IsAnnounced = true;
        _log.AppendSystem(run.Number, Sentences.StartedAgain);
        await BeginNextAsync(Snapshot.Trigger).ConfigureAwait(false);
    }

    private async ValueTask LookAtExitAsync(ActiveRun run)
    {
        if (run.Exit is not { } exit)
        {
            return;
        }

        // A stop that came before the process id was waiting for it; a run that never got one has only leftovers to look for.
        _stop?.Begin(_kernel.Terminator, run.Membership);
        if (!run.IsAnnounced)
        {
            if (!run.IsOutputEnded && !_outputGrace.IsDue)
            {
                _outputGrace.SetOnce(OutputGrace);
                return;
            }

            _outputGrace.Cancel();
            run.IsAnnounced = true;
            if (run.IsOutputEnded)
            {
                _log.EndRun(run.Number);
            }

            _log.AppendSystem(run.Number, _stop is null ? Sentences.Ended(exit, Lived()) : Sentences.EndedOnRequest(exit, Lived()));
            await SettleAsync(exit, run.IsOutputEnded ? OutputState.Ended : OutputState.Open).ConfigureAwait(false);
        }

        if (run is { IsOutputEnded: true, IsFinished: false })
        {
            await FinishRunAsync(run).ConfigureAwait(false);
        }
    }

    /// <summary>The age of the run. One that had ended before it was adopted only has the wall clock, which may have been set.</summary>
    private TimeSpan Lived()
    {
        var lived = _run?.BeganAt is { } began ? _kernel.Boot.Now - began : _kernel.Time.GetUtcNow() - Snapshot.StartedAt ?? TimeSpan.Zero;
        return lived < TimeSpan.Zero ? TimeSpan.Zero : lived;
    }

    private async ValueTask FinishRunAsync(ActiveRun run)
    {
        if (Snapshot.Output == OutputState.Open)
        {
            _log.EndRun(run.Number);
            _log.AppendSystem(run.Number, "output ended");
            await ChangeAsync(Snapshot with { Output = OutputState.Ended }, ProcessEvent.OutputEnded).ConfigureAwait(false);
        }

        _kernel.Finish(run);
    }

    /// <summary>Decides what comes after an end, and stores it before the holder may go.</summary>
    private async ValueTask SettleAsync(ProcessExit exit, OutputState output)
    {
        var now = _kernel.Time.GetUtcNow();
        var lived = Lived();
        var ended = Snapshot with { EndedAt = now, Exit = exit, Output = output, Reason = Sentences.Ended(exit, exit is ProcessExit.FailedToStart ? null : lived) };
        if (_stop is { } asked)
        {
            asked.IsTold = true;
            await ChangeAsync(ended with { State = ProcessState.Stopping, Reason = Sentences.EndedOnRequest(exit, lived) }, ProcessEvent.RunEnded).ConfigureAwait(false);
            return;
        }

        var decision = Snapshot.StopWanted ? null : _tracker.OnExit(exit.IsSuccess, lived);
        var next = decision switch
        {
            RestartDecision.Restart => ended with { State = ProcessState.Backoff },
            RestartDecision.GiveUp giveUp => ended with { State = ProcessState.Failed, Reason = $"{ended.Reason}; {giveUp.Reason}" },
            _ => ended with
            {
                State = exit switch
                {
                    ProcessExit.FailedToStart => ProcessState.Failed,
                    ProcessExit.Lost => ProcessState.Lost,
                    _ => ProcessState.Exited,
                },
            },
        };
        switch (decision)
        {
            case RestartDecision.Restart restart:
                _log.AppendSystem(Snapshot.RunNumber, restart.Reason);
                _backoff.Set(restart.Delay);
                break;
            case RestartDecision.GiveUp giveUp:
                _log.AppendSystem(Snapshot.RunNumber, giveUp.Reason);
                break;
        }

        await ChangeAsync(next, ProcessEvent.RunEnded).ConfigureAwait(false);
    }

    private async ValueTask<PendingStop> BeginStopAsync(StopPolicy? policy, RunTrigger? next, bool wanted)
    {
        var stop = new PendingStop(policy ?? _plan.Stop, _mailbox.Wake);
        _stop = stop;
        var ending = _run is { Exit: null } || wanted;
        await ChangeAsync(
            Snapshot with { State = ending ? ProcessState.Stopping : ProcessState.Starting, Next = next, StopWanted = wanted },
            ending ? ProcessEvent.Stopping : ProcessEvent.Changed).ConfigureAwait(false);
        if (StoppableRun is not { } membership)
        {
            stop.NothingToStop();
        }
        else if (_run is null or { CommandPid: not null } or { Exit: not null })
        {
            stop.Begin(_kernel.Terminator, membership);
        }

        return stop;
    }

    private async ValueTask FinishStopAsync(PendingStop stop, StopReport report)
    {
        _stop = null;
        stop.Dispose();
        if (report.Clean && _untaken is { } directory)
        {
            await GiveUpUntakenAsync(directory).ConfigureAwait(false);
        }

        if (Snapshot.Next is { } next && report.Clean)
        {
            await LetGoOfOutputAsync().ConfigureAwait(false);
            stop.Complete(report);
            await StartRunAsync(next).ConfigureAwait(false);
            return;
        }

        if (report.Clean && _run is { IsFinished: true })
        {
            _run = null;
        }

        var reason = Sentences.Stopped(Snapshot.Exit, report);
        if (!stop.IsTold || !report.Clean)
        {
            _log.AppendSystem(Snapshot.RunNumber, reason);
        }

        var state = Snapshot.Exit switch
        {
            null when StoppableRun is not null => ProcessState.Stopping,
            ProcessExit.FailedToStart => ProcessState.Failed,
            ProcessExit.Lost when !Snapshot.StopWanted => ProcessState.Lost,
            _ => ProcessState.Exited,
        };
        await ChangeAsync(Snapshot with { State = state, Reason = reason, Next = null }, ProcessEvent.Stopped).ConfigureAwait(false);
        stop.Complete(report);
    }

    /// <summary>Something unfindable may still hold the old output; the next run must not share its lines with it.</summary>
    private async ValueTask LetGoOfOutputAsync()
    {
        if (_run is { IsFinished: false } run)
        {
            await run.DetachAsync().ConfigureAwait(false);
            _log.EndRun(run.Number);
            _log.AppendSystem(run.Number, "something still held the output of the ended run; it is not captured any more");
            _kernel.Finish(run);
        }
    }
}
