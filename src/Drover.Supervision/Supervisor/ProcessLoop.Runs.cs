using Drover.Supervision.Capture;
using Drover.Supervision.Spawn;

namespace Drover.Supervision.Supervisor;

/// <summary>The beginning of runs: start and restart.</summary>
internal sealed partial class ProcessLoop
{
    /// <summary>Starts the next run, after making sure that nothing of the last one is left.</summary>
    private async ValueTask BeginNextAsync(RunTrigger trigger)
    {
        _backoff.Cancel();
        if (_run is not null)
        {
            await BeginStopAsync(policy: null, trigger, wanted: false).ConfigureAwait(false);
            return;
        }

        await StartRunAsync(trigger).ConfigureAwait(false);
    }

    private async ValueTask StartRunAsync(RunTrigger trigger)
    {
        var runId = Guid.NewGuid();
        var number = Snapshot.RunNumber + 1;
        _run = null;
        _log.Reopen();
        await ChangeAsync(
            Snapshot with
            {
                State = ProcessState.Starting,
                Reason = number > 1 ? Sentences.Cause(trigger) : null,
                RunNumber = number,
                RunId = runId,
                Trigger = trigger,
                Pid = null,
                HolderPid = null,
                StartedAt = _kernel.Time.GetUtcNow(),
                EndedAt = null,
                Exit = null,
                Output = OutputState.Live,
                FirstSequence = _log.NextSequence,
                Restarts = number > 1 ? Snapshot.Restarts.Plus(trigger.Kind) : Snapshot.Restarts,
                StopWanted = false,
                Next = null,
            },
            ProcessEvent.RunStarting).ConfigureAwait(false);

        switch (await PrepareAsync().ConfigureAwait(false))
        {
            case Launch.Refused refused:
                await FailToStartAsync(0, refused.Message).ConfigureAwait(false);
                break;
            case Launch.Ready ready:
                await SpawnAsync(ready.Spec, runId, number).ConfigureAwait(false);
                break;
        }
    }

    private async ValueTask<Launch> PrepareAsync()
    {
        try
        {
            return await _plan.PrepareAsync(CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The caller's code: whatever it throws, the run must not be left starting for ever.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogFailed(_logger, exception, _process.Id);
            return new Launch.Refused(exception.Message);
        }
    }

    private async ValueTask SpawnAsync(ProcessSpec spec, Guid runId, int number)
    {
        RunDirectory directory;
        try
        {
            directory = RunDirectory.Create(_kernel.RunsRoot, runId, spec.Stdin is StdinMode.Hold && spec.Pty is null, withErr: spec is { MergeStderr: false, Pty: null });
        }
        catch (IOException exception)
        {
            await FailToStartAsync(0, exception.Message).ConfigureAwait(false);
            return;
        }

        var spawned = _kernel.Spawner.Spawn(spec, directory, new SpawnMarkers(_process.Id, runId, number, _plan.Payload));
        if (spawned is not SpawnResult.Spawned { Run: var child })
        {
            directory.Delete();
            var failed = (SpawnResult.SpawnFailed)spawned;
            await FailToStartAsync(failed.Errno, failed.Message).ConfigureAwait(false);
            return;
        }

        var run = new ActiveRun(number, directory, SourcesOf(child, directory), child.HolderPid, isOwnChild: true, _mailbox.Wake)
        {
            SpawnedAt = _kernel.Boot.Now,
            HasShellHolder = child.HolderKind == HolderKind.Sh,
        };
        _run = run;

        // Before anything is captured, so that it stands above the first line of the run.
        _log.AppendSystem(number, Sentences.Cause(Snapshot.Trigger));
        run.Attach(_kernel.Capture, _log);
        await ChangeAsync(Snapshot with { HolderPid = child.HolderPid }, ProcessEvent.Changed).ConfigureAwait(false);
    }

    private async ValueTask FailToStartAsync(int errno, string message)
    {
        _run = null;
        var exit = new ProcessExit.FailedToStart(errno, message);
        _log.AppendSystem(Snapshot.RunNumber, Sentences.Ended(exit, null));
        await SettleAsync(exit, OutputState.Ended).ConfigureAwait(false);
    }

    private static CaptureSources SourcesOf(SpawnedRun run, RunDirectory directory) => new()
    {
        OutRead = run.OutRead,
        ErrRead = run.ErrRead,
        StatusRead = run.StatusRead,
        PtyMaster = run.PtyMaster,
        OutPath = run.PtyMaster is null ? null : directory.Out,
    };
}
