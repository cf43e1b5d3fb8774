using Drover.Supervision.Logs;

namespace Drover.Supervision.Capture;

/// <summary>The capture of one run, as its owner sees it. Safe for use by several threads.</summary>
public sealed class RunCapture
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(5);

    private readonly CaptureLoop _loop;
    private TimeSpan _retryDelay;
    private volatile bool _outputEnded;

    internal RunCapture(CaptureLoop loop, SessionLog log, int number, IRunCaptureObserver observer)
    {
        _loop = loop;
        Log = log;
        Number = number;
        Observer = observer;
    }

    /// <summary>True when the last writer of every output stream is gone and all is in the log.</summary>
    public bool OutputEnded => _outputEnded;

    /// <summary>False when bytes went through the daemon's memory because the system refused to splice: a kill could lose them.</summary>
    public bool IsKillSafe => Pumps.All(pump => pump switch
    {
        OutputPump output => output.IsKillSafe,
        TerminalPump terminal => terminal.IsKillSafe,
        _ => true,
    });

    internal SessionLog Log { get; }

    internal int Number { get; }

    internal IRunCaptureObserver Observer { get; }

    /// <summary>Fixed when the run is attached.</summary>
    internal IReadOnlyList<Pump> Pumps { get; set; } = [];

    internal bool IsDegraded { get; private set; }

    internal bool IsDetached { get; set; }

    /// <summary>When what is stuck is tried again, by the loop's clock.</summary>
    internal long RetryAt { get; set; }

    /// <summary>
    /// Takes what is in the pipes now. Completes when it is in the log, or when it cannot be stored: the capture keeps trying then.
    /// </summary>
    public Task DrainAsync() => _loop.DrainAsync(this);

    /// <summary>
    /// Takes what is in the pipes, lets go of the run and closes its descriptors; what could not be stored stays in the pipes.
    /// Completes when no observer call comes any more.
    /// </summary>
    public Task DetachAsync() => _loop.DetachAsync(this);

    /// <summary>On the capture thread, as all that follows.</summary>
    internal void OnOutputEnded(LogStream stream)
    {
        _outputEnded = Pumps.OfType<OutputPump>().All(pump => pump.IsEnded);
        Observer.OnStreamEnded(stream);
    }

    /// <summary>Notes a failure and answers how long to wait before the next attempt.</summary>
    internal TimeSpan Degrade(int errno)
    {
        _retryDelay = _retryDelay == TimeSpan.Zero ? FirstRetry : TimeSpan.FromTicks(Math.Min(_retryDelay.Ticks * 2, LastRetry.Ticks));
        if (!IsDegraded)
        {
            IsDegraded = true;
            Observer.OnDegraded(errno);
        }

        return _retryDelay;
    }

    internal void Recover()
    {
        _retryDelay = TimeSpan.Zero;
        if (IsDegraded)
        {
            IsDegraded = false;
            Observer.OnRecovered();
        }
    }
}
