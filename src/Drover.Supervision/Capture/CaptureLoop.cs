using System.Collections.Concurrent;
using Drover.Supervision.Logs;
using Drover.Supervision.Posix;
using Microsoft.Extensions.Logging;

namespace Drover.Supervision.Capture;

/// <summary>
/// One thread that moves the output of all runs from their pipes into their logs.
/// <para>
/// Pipes are taken in the order in which they became ready, at most 64 KiB a turn, so that a flood keeps nobody waiting and the order
/// of two streams is that of their writes as nearly as the kernel tells it. Bytes that cannot be stored stay in their pipe: it leaves
/// epoll, its child waits, and the attempt is repeated after 100 ms, doubling to 5 s.
/// </para>
/// </summary>
public sealed partial class CaptureLoop : IAsyncDisposable
{
    private const ulong WakeUpToken = 0;
    private const int EventsPerRound = 256;

    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LogStore? _store;
    private readonly DrainBudget _budget;
    private readonly FloodPipes _pipes = new();
    private readonly ConcurrentQueue<Action> _controls = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly FileDescriptor _epoll = Owned(Epoll.Create());
    private readonly FileDescriptor _pause = Owned(Epoll.Create());
    private readonly FileDescriptor _wakeUp = Owned(Epoll.CreateWakeUp());
    private readonly EpollEvents _events = new(EventsPerRound);
    private readonly EpollEvents _pauseEvents = new(1);
    private readonly Dictionary<ulong, Pump> _pumps = [];
    private readonly HashSet<RunCapture> _runs = [];
    private readonly List<Pump> _eager = [];
    private readonly List<RunCapture> _degraded = [];
    private readonly Lock _posting = new();
    private bool _isClosed;
    private ulong _nextToken = WakeUpToken + 1;
    private volatile bool _stopping;

    /// <summary>Starts the thread.</summary>
    /// <param name="mode">Splice, or copy where it is refused.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">For what goes wrong.</param>
    /// <param name="store">Asked to free space on a full disk; null for none.</param>
    public CaptureLoop(CaptureMode mode, TimeProvider time, ILogger logger, LogStore? store = null)
    {
        Mode = mode;
        _time = time;
        _logger = logger;
        _store = store;
        _budget = new DrainBudget(time);
        _ = Epoll.Add(_epoll.Number, _wakeUp.Number, Epoll.In, WakeUpToken);
        _ = Epoll.Add(_pause.Number, _wakeUp.Number, Epoll.In, WakeUpToken);
        new Thread(Run) { IsBackground = true, Name = "drover capture" }.Start();
    }

    /// <summary>How bytes are moved; a run where splice is refused uses <see cref="CaptureMode.Copy"/> all the same.</summary>
    public CaptureMode Mode { get; }

    /// <summary>Begins to capture a run. What waits in its pipes is taken first.</summary>
    /// <param name="sources">The descriptors; owned by the capture from now on.</param>
    /// <param name="log">Where output goes.</param>
    /// <param name="run">Number of the run, as its lines will say.</param>
    /// <param name="statusFile">The file that the bytes of <c>status</c> are appended to.</param>
    /// <param name="observer">Hears about the run.</param>
    public RunCapture Attach(CaptureSources sources, SessionLog log, int run, string statusFile, IRunCaptureObserver observer)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(log);
        var capture = new RunCapture(this, log, run, observer);
        capture.Pumps = PumpsOf(capture, sources, statusFile);
        log.Attach();
        if (!TryPost(() => Begin(capture)))
        {
            End(capture);
        }

        return capture;
    }

    /// <summary>Stops the thread and closes all descriptors. Runs go on: their bytes wait in the pipes for the next capture.</summary>
    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        _ = TryPost(static () => { });
        await _ended.Task;
    }

    internal Task DrainAsync(RunCapture run) => PostAsync(() => Drain(run));

    internal Task DetachAsync(RunCapture run) => PostAsync(() =>
    {
        Drain(run);
        End(run);
    });

    private static FileDescriptor Owned(int fd) =>
        fd >= 0 ? new FileDescriptor(fd) : throw new IOException($"The capture cannot start: {Errno.Describe(-fd)}");

    private List<Pump> PumpsOf(RunCapture run, CaptureSources sources, string statusFile)
    {
        var output = new OutputPump(run, LogStream.Stdout, sources.OutRead, run.Log.Writer(LogStream.Stdout), Mode, _pipes);
        List<Pump> pumps = [output];
        if (sources.ErrRead is { } err)
        {
            pumps.Add(new OutputPump(run, LogStream.Stderr, err, run.Log.Writer(LogStream.Stderr), Mode, _pipes));
        }

        if (sources.StatusRead is { } status)
        {
            pumps.Add(new StatusPump(run, status, statusFile, Mode));
        }

        if (sources.PtyMaster is { } master)
        {
            pumps.Insert(0, new TerminalPump(run, master, sources.OutPath ?? throw new ArgumentException("A terminal needs the path of its FIFO.", nameof(sources)), output));
        }

        return pumps;
    }

    private Task PostAsync(Action control)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var isPosted = TryPost(() =>
        {
            control();
            done.TrySetResult();
        });
        return isPosted ? done.Task : Task.CompletedTask;
    }

    private bool TryPost(Action control)
    {
        lock (_posting)
        {
            if (_isClosed)
            {
                return false;
            }

            _controls.Enqueue(control);
            Epoll.Wake(_wakeUp.Number);
            return true;
        }
    }
}
