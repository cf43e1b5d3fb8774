using Drover.Supervision.Capture;
using Drover.Supervision.Identity;
using Drover.Supervision.Logs;
using Drover.Supervision.Posix;
using Drover.Supervision.Spawn;

namespace Drover.Supervision.Supervisor;

/// <summary>
/// The kernel-side of one run: its directory, its capture, and the facts that the capture thread found. Facts are flags,
/// not messages, so a flood of them costs nothing and none can be lost.
/// </summary>
internal sealed class ActiveRun(int number, RunDirectory directory, CaptureSources sources, int holderPid, bool isOwnChild, Action wake) : IRunCaptureObserver
{
    [Flags]
    private enum Fact
    {
        None = 0,
        StatusBytes = 1,
        HolderGone = 2,
        StdoutEnded = 4,
        StderrEnded = 8,
        Degraded = 16,
        Recovered = 32,
    }

    private static readonly TimeSpan HolderPatience = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource _holderGone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Fact _allEnded = sources.ErrRead is not null ? Fact.StdoutEnded | Fact.StderrEnded : Fact.StdoutEnded;
    private int _facts;
    private Fact _seen;
    private RunCapture? _capture;
    private CommandPidfd? _command;
    private TimeSpan? _commandStartedAt;

    public int Number { get; } = number;

    public RunDirectory Directory { get; } = directory;

    public int HolderPid { get; private set; } = holderPid;

    /// <summary>The terminal's master, where the run has one; input is written there.</summary>
    public FileDescriptor? Terminal { get; } = sources.PtyMaster;

    public int? CommandPid { get; private set; }

    /// <summary>A shell holder cannot tell every exit code from a signal; the kernel may.</summary>
    public bool HasShellHolder { get; init; }

    /// <summary>When this daemon spawned it, by <see cref="BootClock"/>; null for an adopted run.</summary>
    public TimeSpan? SpawnedAt { get; init; }

    /// <summary>When it began, by <see cref="BootClock"/>; null for an adopted run whose command has not been seen alive.</summary>
    public TimeSpan? BeganAt => SpawnedAt ?? _commandStartedAt;

    /// <summary>How the run ended, as soon as the status tells; null before.</summary>
    public ProcessExit? Exit { get; set; }

    /// <summary>True once the exit was logged and told to the observer.</summary>
    public bool IsAnnounced { get; set; }

    /// <summary>True once the unfinished tails were flushed and the holder was let go.</summary>
    public bool IsFinished { get; set; }

    public bool IsOutputEnded => (_seen & _allEnded) == _allEnded;

    public bool IsHolderGone => (_seen & Fact.HolderGone) != Fact.None;

    public bool IsDegraded { get; private set; }

    public RunMembership Membership => new(Directory.RunId, HolderPid, CommandPid);

    public void Attach(CaptureLoop capture, SessionLog log) => _capture = capture.Attach(sources, log, Number, Directory.StatusFile, this);

    /// <summary>Looks at what the capture thread found since the last look.</summary>
    /// <returns>True when there is anything new.</returns>
    public bool Refresh()
    {
        var fresh = (Fact)Interlocked.Exchange(ref _facts, 0);
        if (fresh == Fact.None)
        {
            return false;
        }

        _seen |= fresh;
        if ((fresh & Fact.Degraded) != Fact.None)
        {
            IsDegraded = true;
        }

        if ((fresh & Fact.Recovered) != Fact.None)
        {
            IsDegraded = false;
        }

        if ((fresh & (Fact.StatusBytes | Fact.HolderGone)) != Fact.None)
        {
            ReadStatus();
        }

        return true;
    }

    /// <summary>Reads the stored status lines: the one source of what the holder said, before and after a crash of the daemon.</summary>
    public void ReadStatus()
    {
        var lines = StatusProtocol.ReadFile(Directory.StatusFile);
        foreach (var line in lines)
        {
            switch (_command?.Refine(line) ?? line)
            {
                case StatusLine.HolderStarted started:
                    HolderPid = started.Pid;
                    break;
                case StatusLine.CommandStarted started:
                    CommandPid = started.Pid;
                    _commandStartedAt ??= SpawnedAt is null && !lines.Any(other => other.IsEnd) ? StartOf(started.Pid) : null;
                    if (HasShellHolder && !lines.Any(other => other.IsEnd))
                    {
                        _command ??= CommandPidfd.Open(started.Pid);
                    }

                    break;
                case StatusLine.Exited exited:
                    Exit ??= new ProcessExit.Exited(exited.Code);
                    break;
                case StatusLine.Signaled signaled:
                    Exit ??= new ProcessExit.Signaled(signaled.Signal, signaled.Approximate);
                    break;
                case StatusLine.Failed failed:
                    Exit ??= new ProcessExit.FailedToStart(failed.Errno, Errno.Describe(failed.Errno));
                    break;
            }
        }
    }

    /// <summary>
    /// The end of a run: everything is stored, so release the holder, reap it when it is our child, and remove the directory.
    /// </summary>
    public async Task FinishAsync()
    {
        if (!_holderGone.Task.IsCompleted)
        {
            Holder.Release(Directory, HolderPid);
        }

        if (_capture is not null)
        {
            try
            {
                await _holderGone.Task.WaitAsync(HolderPatience, TimeProvider.System).ConfigureAwait(false);
            }
            catch (TimeoutException exception)
            {
                await DetachAsync().ConfigureAwait(false);
                throw new IOException($"The holder {HolderPid} does not end (is it stopped?); its run directory stays for the next start.", exception);
            }
        }

        if (isOwnChild)
        {
            Holder.Reap(HolderPid);
        }

        _command?.Dispose();
        await DetachAsync().ConfigureAwait(false);
        Directory.Delete();
    }

    /// <summary>Stops capturing and leaves everything as it is for the next daemon.</summary>
    public async Task DetachAsync()
    {
        if (_capture is { } capture)
        {
            _capture = null;
            await capture.DetachAsync().ConfigureAwait(false);
        }
    }

    void IRunCaptureObserver.OnStatusBytes() => Post(Fact.StatusBytes);

    void IRunCaptureObserver.OnStatusEnded()
    {
        _holderGone.TrySetResult();
        Post(Fact.HolderGone);
    }

    void IRunCaptureObserver.OnStreamEnded(LogStream stream) => Post(stream == LogStream.Stdout ? Fact.StdoutEnded : Fact.StderrEnded);

    void IRunCaptureObserver.OnDegraded(int errno) => Post(Fact.Degraded);

    void IRunCaptureObserver.OnRecovered() => Post(Fact.Recovered);

    // Its holder has not collected it, so the id is still its own; of an orphan its marker says so.
    private TimeSpan? StartOf(int command) =>
        ProcessIdentity.Of(command) is { } process
        && ((ProcStat.TryRead(command, out var stat) && stat.ParentPid == HolderPid) || ProcessIdentity.IsMarkedAlive(command, Directory.RunId))
            ? process.StartedAt
            : null;

    private void Post(Fact fact)
    {
        Interlocked.Or(ref _facts, (int)fact);
        wake();
    }
}
