using Drover.Supervision.Identity;
using Drover.Supervision.Posix;
using Drover.Supervision.Spawn;
using Microsoft.Extensions.Logging;

namespace Drover.Supervision.Supervisor;

/// <summary>
/// Taking up what an earlier daemon left. A run that cannot be opened at once (no descriptors left, a path that leads in a circle)
/// is not lost: its command lives and its holder keeps every byte, so it is tried again until it can be, and before each control.
/// </summary>
internal sealed partial class ProcessLoop
{
    private static readonly TimeSpan FirstTakeUpPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestTakeUpPause = TimeSpan.FromSeconds(30);

    private readonly DueTimer _takeUp;
    private RunDirectory? _untaken;
    private TimeSpan _takeUpPause = FirstTakeUpPause;
    private string? _reasonBefore;

    /// <summary>Opens the run of an earlier daemon and takes it over, now or as soon as it can be opened.</summary>
    public async Task TakeUpAsync(RunDirectory directory)
    {
        RunAttachment? attachment = null;
        try
        {
            attachment = RunAttachment.Open(directory);
            _ = StatusProtocol.ReadFile(directory.StatusFile); // What is read again below must be readable.
        }
        catch (FileNotFoundException gone)
        {
            LogGone(_logger, gone, directory.Path);
            TakenUp();
            await ResumeWithoutRunAsync().ConfigureAwait(false);
            return;
        }
        catch (IOException busy)
        {
            attachment?.Run.Dispose();
            await TakeUpLaterAsync(directory, busy).ConfigureAwait(false);
            return;
        }

        if (TakenUp())
        {
            _log.AppendSystem(Snapshot.RunNumber, "taken up again");
            await ChangeAsync(Snapshot with { Reason = _reasonBefore }, ProcessEvent.Changed).ConfigureAwait(false);
        }

        await AdoptAsync(attachment).ConfigureAwait(false);
    }

    private async ValueTask TakeUpLaterAsync(RunDirectory directory, IOException busy)
    {
        var reason = $"it cannot be taken up again yet: {busy.Message}";
        if (_untaken is null)
        {
            _reasonBefore = Snapshot.Reason;
            _log.AppendSystem(Snapshot.RunNumber, reason);
        }

        _untaken = directory;
        _takeUp.Set(_takeUpPause);
        _takeUpPause = _takeUpPause * 2 < LongestTakeUpPause ? _takeUpPause * 2 : LongestTakeUpPause;
        if (Snapshot.Reason != reason)
        {
            LogNotYet(_logger, directory.Path, busy.Message);
            await ChangeAsync(Snapshot with { Reason = reason }, ProcessEvent.Changed).ConfigureAwait(false);
        }
    }

    /// <summary>Tries once more before a control; a stop can do without, because processes are found by other means than their output.</summary>
    /// <exception cref="RunUnavailableException">The run still cannot be taken up.</exception>
    private async ValueTask BeTakenUpForAsync(ProcessControl control)
    {
        if (_untaken is { } directory && _stop is null && control is not ProcessControl.Detach)
        {
            await TakeUpAsync(directory).ConfigureAwait(false);
        }

        if (_untaken is not null && control is not (ProcessControl.Detach or ProcessControl.Stop))
        {
            throw new RunUnavailableException(Snapshot.Reason);
        }
    }

    /// <summary>Nothing of the run is left, and what its pipes still hold can be read by nobody: it is over.</summary>
    private async ValueTask GiveUpUntakenAsync(RunDirectory directory)
    {
        TakenUp();
        Holder.Release(directory, Snapshot.HolderPid ?? 0);
        directory.Delete();
        _log.EndRun(Snapshot.RunNumber);
        var exit = Snapshot.Exit ?? new ProcessExit.Lost("it was stopped before it could be taken up again");
        await ChangeAsync(Snapshot with { Exit = exit, EndedAt = Snapshot.EndedAt ?? _kernel.Time.GetUtcNow(), Output = OutputState.Ended }, ProcessEvent.RunEnded).ConfigureAwait(false);
    }

    private RunMembership? StoppableRun => _run?.Membership ?? (_untaken is { } directory ? new RunMembership(directory.RunId, Snapshot.HolderPid, Snapshot.Pid) : null);

    private bool TakenUp()
    {
        var waited = _untaken is not null;
        _untaken = null;
        _takeUp.Cancel();
        return waited;
    }

    private async Task AdoptAsync(RunAttachment attachment)
    {
        var announced = Snapshot.Exit is not null;
        var run = new ActiveRun(Snapshot.RunNumber, attachment.Directory, SourcesOf(attachment.Run, attachment.Directory), attachment.Run.HolderPid, isOwnChild: false, _mailbox.Wake)
        {
            IsAnnounced = announced,
            Exit = announced ? Snapshot.Exit : null,
            HasShellHolder = attachment.Run.HolderKind == HolderKind.Sh,
        };
        _run = run;
        run.Attach(_kernel.Capture, _log);
        if (attachment.MasterError != 0)
        {
            _log.AppendSystem(run.Number, $"its terminal cannot be taken over ({Errno.Describe(attachment.MasterError)}); it will not be captured any more");
        }

        run.ReadStatus();
        await LookAtStartAsync(run).ConfigureAwait(false);
        await ResumeAsync().ConfigureAwait(false);
        _mailbox.Wake();
    }

    /// <summary>Finishes what was under way when an earlier daemon ended: a stop, a restart, a backoff.</summary>
    private async Task ResumeAsync()
    {
        switch (Snapshot)
        {
            case { State: ProcessState.Stopping }:
                await BeginStopAsync(policy: null, Snapshot.Next, Snapshot.StopWanted).ConfigureAwait(false);
                break;
            case { Next: { } next }:
                await BeginNextAsync(next).ConfigureAwait(false);
                break;
            case { State: ProcessState.Backoff }:
                await BeginNextAsync(RunTrigger.Crash(Snapshot.Reason ?? "it had ended")).ConfigureAwait(false);
                break;
        }
    }

    /// <summary>For a process whose run left no directory: either it was over, or nobody knows how it ended.</summary>
    public async Task ResumeWithoutRunAsync()
    {
        if (Snapshot is { RunNumber: > 0, Exit: null, Pid: null, HolderPid: null, State: ProcessState.Starting, StopWanted: false })
        {
            _log.AppendSystem(Snapshot.RunNumber, Sentences.StartedAgain);
            await BeginNextAsync(Snapshot.Trigger).ConfigureAwait(false);
            return;
        }

        if (Snapshot is { RunNumber: > 0, Exit: null })
        {
            var exit = new ProcessExit.Lost(Snapshot.Pid is null ? "the daemon ended before the command started" : "its run directory is gone");
            _log.EndRun(Snapshot.RunNumber);
            _log.AppendSystem(Snapshot.RunNumber, Sentences.Ended(exit, null));
            await SettleAsync(exit, OutputState.Ended).ConfigureAwait(false);
        }

        await ResumeAsync().ConfigureAwait(false);
    }

    [LoggerMessage(1003, LogLevel.Warning, "The run directory {Path} is not complete and cannot be taken up again.")]
    private static partial void LogGone(ILogger logger, Exception exception, string path);

    [LoggerMessage(1004, LogLevel.Warning, "The run directory {Path} cannot be taken up yet: {Reason}")]
    private static partial void LogNotYet(ILogger logger, string path, string reason);
}
