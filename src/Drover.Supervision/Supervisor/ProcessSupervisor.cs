using System.Collections.Concurrent;
using Drover.Supervision.Capture;
using Drover.Supervision.Identity;
using Drover.Supervision.Logs;
using Drover.Supervision.Spawn;
using Drover.Supervision.Stopping;
using Drover.Supervision.Watching;
using Microsoft.Extensions.Logging;

namespace Drover.Supervision.Supervisor;

/// <summary>
/// The kernel's door. A process started here belongs to a holder, not to this daemon: its bytes go through FIFOs into
/// segment files by splice, its exit code waits with the holder. So the daemon may die at any moment; the next one calls
/// <see cref="RecoverAsync"/> for what its store remembers, and no process, byte or exit code is missing. Disposing leaves
/// every process running for the same reason; ending them is <see cref="SupervisedProcess.StopAsync"/>.
/// </summary>
public sealed partial class ProcessSupervisor : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Guid, SupervisedProcess> _processes = new();
    private readonly ConcurrentDictionary<ActiveRun, Task> _finishing = new();
    private readonly ILogger _logger;
    private readonly KernelServices _kernel;
    private int _disposed;

    private ProcessSupervisor(SupervisionOptions options, KernelSelfTestResult selfTest, TimeProvider time, ILoggerFactory loggers)
    {
        _logger = loggers.CreateLogger<ProcessSupervisor>();
        SelfTest = selfTest;
        RunsRoot = Path.Combine(options.DataDirectory, "runs");
        Directory.CreateDirectory(RunsRoot);
        Logs = new LogStore(Path.Combine(options.DataDirectory, "sessions"), options.Logs, time, loggers.CreateLogger<LogStore>());
        Scanner = new ProcessScanner();
        Capture = new CaptureLoop(selfTest.Capture, time, loggers.CreateLogger<CaptureLoop>(), Logs);
        Watcher = new FileWatcher([options.DataDirectory], time, loggers.CreateLogger<FileWatcher>());
        _kernel = new KernelServices(
            RunsRoot,
            new Spawner(selfTest.Holder, loggers.CreateLogger<Spawner>(), time),
            Capture,
            new Terminator(Scanner, time, loggers.CreateLogger<Terminator>()),
            time,
            BootClock.System,
            Random.Shared,
            _logger,
            Finish);
    }

    /// <summary>What the self-test at start found: which holder, which way of capturing, what is missing.</summary>
    public KernelSelfTestResult SelfTest { get; }

    /// <summary>The logs of all sessions.</summary>
    public LogStore Logs { get; }

    /// <summary>One scan of /proc for all who ask at once.</summary>
    public ProcessScanner Scanner { get; }

    /// <summary>The one inotify instance.</summary>
    public FileWatcher Watcher { get; }

    /// <summary>Folder of the run directories.</summary>
    public string RunsRoot { get; }

    private CaptureLoop Capture { get; }

    /// <summary>Tests what the kernel needs of the system, and starts the capture thread.</summary>
    /// <param name="options">Where its files are.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Where it logs.</param>
    /// <returns>The kernel, ready.</returns>
    /// <exception cref="IOException">The data directory cannot be written.</exception>
    public static ProcessSupervisor Start(SupervisionOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(loggers);
        Directory.CreateDirectory(options.DataDirectory);
        return new ProcessSupervisor(options, KernelSelfTest.Run(options.DataDirectory), time, loggers);
    }

    /// <summary>A process that has not run yet; <see cref="SupervisedProcess.StartAsync"/> starts it.</summary>
    /// <param name="id">Id of its session (or job).</param>
    /// <param name="plan">How to start, stop and restart it.</param>
    /// <param name="observer">Told of every change.</param>
    /// <returns>The handle.</returns>
    public SupervisedProcess Create(Guid id, LaunchPlan plan, IProcessObserver observer)
    {
        var (process, loop) = Build(id, plan, new ProcessSnapshot { State = ProcessState.Starting }, observer);
        _ = Task.Run(loop.RunAsync);
        return process;
    }

    /// <summary>Takes a process over from an earlier daemon: adopts its run when that still has a run directory, and finishes what was under way.</summary>
    /// <param name="recovered">What the store remembers.</param>
    /// <param name="plan">How to start, stop and restart it.</param>
    /// <param name="observer">Told of every change.</param>
    /// <returns>The handle.</returns>
    public async Task<SupervisedProcess> RecoverAsync(RecoveredProcess recovered, LaunchPlan plan, IProcessObserver observer)
    {
        ArgumentNullException.ThrowIfNull(recovered);
        var (process, loop) = Build(recovered.Id, plan, recovered.Snapshot, observer);
        try
        {
            await TakeUpAsync(loop, recovered).ConfigureAwait(false);
        }
        finally
        {
            // Whatever came of it: somebody has to answer those who detach.
            _ = Task.Run(loop.RunAsync);
        }

        return process;
    }

    /// <summary>The records of all runs that still have a directory. One that cannot be read is logged and left out.</summary>
    /// <returns>In no order.</returns>
    public IReadOnlyList<RunRecord> ReadRecords()
    {
        var found = new List<RunRecord>();
        foreach (var directory in RunDirectory.All(RunsRoot))
        {
            try
            {
                if (RunRecord.Read(directory) is { } record)
                {
                    found.Add(record);
                }
            }
            catch (IOException unreadable)
            {
                LogRecordUnreadable(_logger, directory.Path, unreadable.Message);
            }
        }

        return found;
    }

    /// <summary>Holders of this data directory that no process here knows, with what their run directory tells.</summary>
    /// <returns>One row a holder.</returns>
    public async Task<IReadOnlyList<UnknownHolder>> FindUnknownHoldersAsync()
    {
        var table = await Scanner.ScanAsync().ConfigureAwait(false);
        return UnknownHolders.Find(table, RunsRoot, _processes.Values.Select(process => process.Snapshot.RunId).ToHashSet());
    }

    /// <summary>
    /// Lets go of runs whose end is stored and whose process has gone on to a later one: the last daemon died while it finished
    /// them. To be called when all processes are recovered.
    /// </summary>
    public void FinishLeftovers()
    {
        // Listed first: what is started from here on is not among them.
        var directories = RunDirectory.All(RunsRoot);
        var current = _processes.Values.Select(process => process.Snapshot.RunId).ToHashSet();
        foreach (var directory in directories.Where(directory => !current.Contains(directory.RunId)))
        {
            try
            {
                if (RunRecord.Read(directory) is { } record
                    && _processes.ContainsKey(record.SessionId)
                    && StatusProtocol.ReadFile(directory.StatusFile).Any(line => line.IsEnd))
                {
                    Holder.Release(directory, record.HolderPid);
                    directory.Delete();
                }
            }
            catch (IOException exception)
            {
                LogFinishFailed(_logger, exception, directory.Path); // It stays for the next start.
            }
        }
    }

    /// <summary>Forgets a process that is not active, and deletes its log.</summary>
    /// <param name="process">The process.</param>
    /// <returns>Completes when its files are gone.</returns>
    public async Task RemoveAsync(SupervisedProcess process)
    {
        ArgumentNullException.ThrowIfNull(process);
        if (_processes.TryRemove(process.Id, out _))
        {
            // Nobody would take up its last run again: its holder would wait, and its directory stay, for ever.
            await process.DetachAsync(letGo: true).ConfigureAwait(false);
            Logs.Remove(process.Id);
        }
    }

    /// <summary>Stops capturing and leaves every process running for the next daemon.</summary>
    /// <returns>Completes when nothing of the kernel runs any more.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await Watcher.DisposeAsync().ConfigureAwait(false);
        await Task.WhenAll(_processes.Values.Select(process => process.DetachAsync())).ConfigureAwait(false);
        await Task.WhenAll(_finishing.Values).ConfigureAwait(false);
        await Capture.DisposeAsync().ConfigureAwait(false);
        Logs.Dispose();
    }

    private Task TakeUpAsync(ProcessLoop loop, RecoveredProcess recovered) =>
        recovered.Snapshot.RunNumber > 0 && RunDirectory.Find(RunsRoot, recovered.Snapshot.RunId) is { } directory
            ? loop.TakeUpAsync(directory)
            : loop.ResumeWithoutRunAsync();

    private (SupervisedProcess Process, ProcessLoop Loop) Build(Guid id, LaunchPlan plan, ProcessSnapshot initial, IProcessObserver observer)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(observer);
        ProcessLoop? loop = null;
        var log = Logs.Open(id, plan.RetainBytesPerStream);
        var process = new SupervisedProcess(id, log, handle => loop = new ProcessLoop(handle, log, plan, initial, _kernel, observer));
        return _processes.TryAdd(id, process) ? (process, loop!) : throw new InvalidOperationException($"There is a process {id} already.");
    }

    private void Finish(ActiveRun run)
    {
        run.IsFinished = true;
        var done = new TaskCompletionSource();
        _finishing[run] = done.Task;
        _ = Task.Run(async () =>
        {
            try
            {
                await run.FinishAsync().ConfigureAwait(false);
            }
#pragma warning disable CA1031 // What is left is a run directory; the next start finds and finishes it.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                LogFinishFailed(_logger, exception, run.Directory.Path);
            }

            _finishing.TryRemove(run, out _);
            done.SetResult();
        });
    }

    [LoggerMessage(1005, LogLevel.Warning, "The record of the run in {Path} cannot be read: {Reason}")]
    private static partial void LogRecordUnreadable(ILogger logger, string path, string reason);

    [LoggerMessage(1002, LogLevel.Error, "The run directory {Path} could not be finished.")]
    private static partial void LogFinishFailed(ILogger logger, Exception exception, string path);
}
