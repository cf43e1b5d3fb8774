using Drover.Supervision.Logs;
using Drover.Supervision.Restarts;
using Drover.Supervision.Spawn;
using Drover.Supervision.Stopping;
using Microsoft.Extensions.Logging;

namespace Drover.Supervision.Supervisor;

/// <summary>
/// The one owner of a supervised process. It takes a control or looks at facts, changes the state, tells the observer, and
/// never waits for the child: a graceful stop, a backoff and the two seconds an ended run gets to finish its output are
/// timers that wake it, not code that holds it.
/// </summary>
internal sealed partial class ProcessLoop
{
    // "Exited" and "output ended" are two events; the exit is announced after both streams ended, or after this.
    private static readonly TimeSpan OutputGrace = TimeSpan.FromSeconds(2);

    // Only where a holder was killed: nothing tells the end of its command then.
    private static readonly TimeSpan OrphanPoll = TimeSpan.FromMilliseconds(500);

    private readonly SupervisedProcess _process;
    private readonly SessionLog _log;
    private readonly KernelServices _kernel;
    private readonly IProcessObserver _observer;
    private readonly ILogger _logger;
    private readonly Mailbox _mailbox = new();
    private readonly SnapshotSource _snapshots;
    private readonly DueTimer _backoff;
    private readonly DueTimer _outputGrace;
    private readonly DueTimer _orphanPoll;

    private LaunchPlan _plan;
    private RestartTracker _tracker;
    private ActiveRun? _run;
    private PendingStop? _stop;
    private bool _detached;

    public ProcessLoop(SupervisedProcess process, SessionLog log, LaunchPlan plan, ProcessSnapshot initial, KernelServices kernel, IProcessObserver observer)
    {
        (_process, _log, _plan, _kernel, _observer) = (process, log, plan, kernel, observer);
        _snapshots = new SnapshotSource(initial);
        _tracker = new RestartTracker(plan.Restart, kernel.Random.NextDouble);
        _logger = kernel.Logger;
        _backoff = new DueTimer(kernel.Time, _mailbox.Wake);
        _outputGrace = new DueTimer(kernel.Time, _mailbox.Wake);
        _orphanPoll = new DueTimer(kernel.Time, _mailbox.Wake);
        _takeUp = new DueTimer(kernel.Time, _mailbox.Wake);
    }

    public ProcessSnapshot Snapshot => _snapshots.Current;

    public ValueTask PostAsync(ProcessControl control) => _mailbox.PostAsync(control);

    public Task<ProcessSnapshot> WaitForChangeAsync(long version, CancellationToken cancellation) => _snapshots.WaitAsync(version, cancellation);

    /// <summary>Runs until the process is detached.</summary>
    public async Task RunAsync()
    {
        while (!_detached)
        {
            var control = await _mailbox.TakeAsync().ConfigureAwait(false);
            try
            {
                if (control is not null)
                {
                    await HandleAsync(control).ConfigureAwait(false);
                }

                await LookAtFactsAsync().ConfigureAwait(false);
            }
            catch (RunUnavailableException unavailable)
            {
                control?.Fail(unavailable);
            }
#pragma warning disable CA1031 // A bug in one control must not end the owner: the process would be without one.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LogFailed(_logger, exception, _process.Id);
                control?.Fail(exception);
            }
        }

        _mailbox.Close();
    }

    private async ValueTask HandleAsync(ProcessControl control)
    {
        await BeTakenUpForAsync(control).ConfigureAwait(false);
        switch (control)
        {
            case ProcessControl.Start start:
                start.Answer(await OnStartAsync(start.Trigger).ConfigureAwait(false));
                break;
            case ProcessControl.Restart restart:
                restart.Answer(await OnRestartAsync(restart).ConfigureAwait(false));
                break;
            case ProcessControl.Hold hold:
                hold.Answer(await OnHoldAsync().ConfigureAwait(false));
                break;
            case ProcessControl.Stop stop:
                stop.Answer(await OnStopAsync(stop.Policy, stop.Hurries).ConfigureAwait(false));
                break;
            case ProcessControl.Signal signal:
                signal.Answer(await OnSignalAsync(signal.Number).ConfigureAwait(false));
                break;
            case ProcessControl.SignalForeground signal:
                signal.Answer(await OnSignalForegroundAsync(signal.Number).ConfigureAwait(false));
                break;
            case ProcessControl.Resize resize:
                resize.Answer(OnResize(resize.Size));
                break;
            case ProcessControl.Write write:
                write.Answer(OnWrite(write.Bytes.Span));
                break;
            case ProcessControl.CloseInput close:
                close.Answer(OnCloseInput());
                break;
            case ProcessControl.Detach detach:
                await OnDetachAsync(detach.LetGo).ConfigureAwait(false);
                detach.Answer(ControlResult.Accepted);
                break;
            default:
                throw new InvalidOperationException($"Unknown control {control}.");
        }
    }

    private async ValueTask<ControlResult> OnStartAsync(RunTrigger trigger)
    {
        if (Snapshot.State.IsActive() && Snapshot.RunNumber > 0 && !Snapshot.IsHeld)
        {
            return ControlResult.AlreadyRunning;
        }

        await BeginNextAsync(trigger).ConfigureAwait(false);
        return ControlResult.Accepted;
    }

    private async ValueTask<ControlResult> OnRestartAsync(ProcessControl.Restart control)
    {
        var (trigger, policy) = (control.Trigger, control.Policy);
        if (control.Plan is { } plan)
        {
            // The run that lives is ended as it was started: by the old plan.
            policy ??= _plan.Stop;
            (_plan, _tracker) = (plan, new RestartTracker(plan.Restart, _kernel.Random.NextDouble));
        }

        var isAutomatic = trigger.Kind is RunTriggerKind.Watch or RunTriggerKind.Crash;
        if (isAutomatic && Snapshot.StopWanted)
        {
            return ControlResult.Ignored;
        }

        if (_stop is not null)
        {
            // Queued once: the start that follows this stop sees every change made until then.
            await ChangeAsync(Snapshot with { Next = isAutomatic ? Snapshot.Next ?? trigger : trigger, StopWanted = false }, ProcessEvent.Changed).ConfigureAwait(false);
            return ControlResult.Accepted;
        }

        if (trigger.Kind != RunTriggerKind.Crash)
        {
            _tracker.Reset();
        }

        if (_run is { Exit: null })
        {
            await BeginStopAsync(policy, trigger, wanted: false).ConfigureAwait(false);
        }
        else
        {
            await BeginNextAsync(trigger).ConfigureAwait(false);
        }

        return ControlResult.Accepted;
    }

    private async ValueTask<ControlResult> OnHoldAsync()
    {
        if (Snapshot.State.IsActive())
        {
            return ControlResult.AlreadyRunning;
        }

        _log.Reopen();
        await ChangeAsync(Snapshot with { State = ProcessState.Starting, Reason = null, StopWanted = false }, ProcessEvent.Held).ConfigureAwait(false);
        return ControlResult.Accepted;
    }

    private async ValueTask<StopTicket> OnStopAsync(StopPolicy? policy, bool hurries)
    {
        if (_stop is { } pending)
        {
            if (hurries)
            {
                pending.KillNow();
            }

            if (Snapshot.Next is not null || !Snapshot.StopWanted)
            {
                await ChangeAsync(Snapshot with { Next = null, StopWanted = true }, ProcessEvent.Changed).ConfigureAwait(false);
            }

            return new StopTicket(ControlResult.Accepted, pending.Stopped);
        }

        if (!Snapshot.State.IsActive() && Snapshot.Output != OutputState.Open)
        {
            return new StopTicket(ControlResult.NotRunning, null);
        }

        _backoff.Cancel();
        var stop = await BeginStopAsync(policy, next: null, wanted: true).ConfigureAwait(false);
        return new StopTicket(ControlResult.Accepted, stop.Stopped);
    }

    private async ValueTask<ControlResult> OnSignalAsync(int number)
    {
        if (_run is not { CommandPid: not null, Exit: null } run)
        {
            return ControlResult.NotRunning;
        }

        if (await _kernel.Terminator.SignalAsync(run.Membership, number).ConfigureAwait(false) != 0)
        {
            return ControlResult.NotRunning;
        }

        _log.AppendSystem(run.Number, $"signal {SignalNames.Name(number)} sent");
        return ControlResult.Accepted;
    }

    private WriteOutcome OnWrite(ReadOnlySpan<byte> bytes)
    {
        if (_run is not { Exit: null } run)
        {
            return new WriteOutcome(ControlResult.NotRunning, 0, 0);
        }

        var written = run.Terminal is { } terminal
            ? StdinWriter.Write(terminal, bytes, out var errno)
            : StdinWriter.Write(run.Directory, bytes, out errno);
        return new WriteOutcome(ControlResult.Accepted, written, errno);
    }

    private ControlResult OnCloseInput()
    {
        if (_run is not { Exit: null } run)
        {
            return ControlResult.NotRunning;
        }

        _ = run.Terminal is { } terminal ? StdinWriter.Close(terminal) : StdinWriter.Close(run.Directory);
        return ControlResult.Accepted;
    }

    private async ValueTask OnDetachAsync(bool letGo)
    {
        _detached = true;
        _backoff.Cancel();
        _outputGrace.Cancel();
        _orphanPoll.Cancel();
        _takeUp.Cancel();

        if (letGo && _untaken is { } untaken)
        {
            Holder.Release(untaken, Snapshot.HolderPid ?? 0);
            untaken.Delete();
        }

        // A finished run is on its way out already and needs its capture for the holder's end.
        if (_run is { IsFinished: false } run)
        {
            await run.DetachAsync().ConfigureAwait(false);
            if (letGo)
            {
                _kernel.Finish(run);
            }
        }
    }

    private async ValueTask ChangeAsync(ProcessSnapshot next, ProcessEvent happened)
    {
        if (!Snapshot.State.CanBecome(next.State))
        {
            throw new InvalidOperationException($"A process cannot go from {Snapshot.State} to {next.State}.");
        }

        var snapshot = _snapshots.Publish(next);
        if (!next.State.IsActive() && next.Output is OutputState.Ended)
        {
            // Followers end here, and only here: the last line is in, and the state that says so is out.
            _log.Complete();
        }

        await _observer.OnChangedAsync(_process, snapshot, happened).ConfigureAwait(false);
    }

    [LoggerMessage(1001, LogLevel.Error, "The owner of {Process} failed to handle a control.")]
    private static partial void LogFailed(ILogger logger, Exception exception, Guid process);
}
