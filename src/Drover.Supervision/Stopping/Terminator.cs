using Drover.Supervision.Identity;
using Drover.Supervision.Posix;
using Microsoft.Extensions.Logging;

namespace Drover.Supervision.Stopping;

/// <summary>
/// Makes a stop true: stopped means that nothing of the run is left. Each round scans, signals what it finds and has not
/// signalled yet, and waits for all of it to end; the next scan finds what was started meanwhile. When the grace is over, or a
/// second stop asks for it, the signal is KILL. The time of the grace goes on when the command itself has ended: its
/// children may be what refuses to. A scan that fails, because no descriptor is left, is made again: it says nothing of what runs.
/// </summary>
public sealed partial class Terminator
{
    // What a kill does not end in this time is stuck in the kernel or another user's.
    private static readonly TimeSpan KillPatience = TimeSpan.FromSeconds(5);

    // Between scans while killing (forks go on until the last one is caught), and where no pidfd tells the ends.
    private static readonly TimeSpan ScanPause = TimeSpan.FromMilliseconds(100);

    private readonly ProcessScanner _scanner;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    /// <summary>A terminator for all runs.</summary>
    /// <param name="scanner">Shared with whoever else looks at processes.</param>
    /// <param name="time">Runs the grace.</param>
    /// <param name="logger">Told of what could not be stopped.</param>
    public Terminator(ProcessScanner scanner, TimeProvider time, ILogger logger)
    {
        _scanner = scanner;
        _time = time;
        _logger = logger;
    }

    /// <summary>Ends everything of a run. Not to be called before the status told the command's process id.</summary>
    /// <param name="run">The run.</param>
    /// <param name="policy">The polite signal and the grace.</param>
    /// <param name="killNow">Ends the grace at once.</param>
    /// <returns>The report; it comes within the grace and 5 s.</returns>
    public async Task<StopReport> StopAsync(RunMembership run, StopPolicy policy, CancellationToken killNow)
    {
        using var round = new StopRound();
        var start = _time.GetTimestamp();
        long? killStart = null;
        while (true)
        {
            var table = await TryScanAsync(run).ConfigureAwait(false);
            if (table is null)
            {
                if (_time.GetElapsedTime(start) >= policy.Grace + KillPatience)
                {
                    return Unseen(run, killStart is not null);
                }

                await WaitAsync(allEnded: null, ScanPause, CancellationToken.None).ConfigureAwait(false);
                continue;
            }

            var members = ProcessTree.OfRun(table, run);
            if (members.Count == 0)
            {
                return new StopReport { Clean = true, Left = [], Killed = killStart is not null };
            }

            if (killStart is null && (policy.Signal == SignalNames.Kill || killNow.IsCancellationRequested || _time.GetElapsedTime(start) >= policy.Grace))
            {
                killStart = _time.GetTimestamp();
            }

            if (killStart is { } killing && _time.GetElapsedTime(killing) >= KillPatience)
            {
                return Unclean(run, members);
            }

            round.Signal(table, members, killStart is null ? policy.Signal : SignalNames.Kill);
            var rest = killStart is null ? policy.Grace - _time.GetElapsedTime(start) : ScanPause;
            await WaitAsync(round.AllEnded, rest, killStart is null ? killNow : CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Sends a signal to the command's process group, as a terminal does: a shell in front does not swallow it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="signal">1 to 64.</param>
    /// <returns>0, or the error number: ESRCH when the command's group is gone, EPERM when it is another user's.</returns>
    public async Task<int> SignalAsync(RunMembership run, int signal)
    {
        var table = await _scanner.ScanAsync().ConfigureAwait(false);
        var members = ProcessTree.OfRun(table, run);
        var group = members.Where(member => member.GroupId == run.CommandPid).ToList();
        if (group.Count == 0)
        {
            return Errno.ESRCH;
        }

        var answers = new List<int>(group.Count);
        foreach (var member in group)
        {
            using var target = SignalTarget.Open(member.Identity);
            if (target is not null && StopRound.IsOurs(table, members, member.GroupId))
            {
                return -Processes.Kill(-member.GroupId, signal);
            }

            answers.Add(target is null ? Errno.ESRCH : -target.Send(signal));
        }

        return answers.Min();
    }

    private async Task WaitAsync(Task? allEnded, TimeSpan atMost, CancellationToken cut)
    {
        if (atMost <= TimeSpan.Zero)
        {
            return;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cut);
        var pause = Task.Delay(allEnded is null && atMost > ScanPause ? ScanPause : atMost, _time, ended.Token);
        await Task.WhenAny(allEnded ?? pause, pause).ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
    }

    private async Task<ProcessTable?> TryScanAsync(RunMembership run)
    {
        try
        {
            return await _scanner.ScanAsync().ConfigureAwait(false);
        }
        catch (IOException unreadable)
        {
            LogUnseen(run.RunId, unreadable.Message);
            return null;
        }
    }

    // Nobody could look: what is left is the command, as far as is known.
    private static StopReport Unseen(RunMembership run, bool killed) =>
        new() { Clean = false, Left = run.CommandPid is { } pid ? [(pid, "its command, which cannot be looked at")] : [], Killed = killed };

    private StopReport Unclean(RunMembership run, IReadOnlyList<ProcessEntry> members)
    {
        foreach (var member in members)
        {
            LogLeft(run.RunId, member.Pid, member.Command);
        }

        return new StopReport { Clean = false, Left = [.. members.Select(member => (member.Pid, member.Command))], Killed = true };
    }

    [LoggerMessage(1112, LogLevel.Warning, "The processes of run {Run} cannot be looked at, and are not stopped yet: {Reason}")]
    private partial void LogUnseen(Guid run, string reason);

    [LoggerMessage(1111, LogLevel.Warning, "Process {Pid} of run {Run} could not be stopped: {Command}")]
    private partial void LogLeft(Guid run, int pid, string command);
}
