using Drover.Supervision.Logs;
using Microsoft.Extensions.Logging;

namespace Drover.Supervision.Capture;

/// <summary>One thread that moves the output of all runs from their pipes into their logs.</summary>
/// <param name="mode">Splice, or copy where it is refused.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">For what goes wrong.</param>
/// <param name="store">Asked to free space on a full disk; null for none.</param>
public sealed class CaptureLoop(CaptureMode mode, TimeProvider time, ILogger logger, LogStore? store = null) : IAsyncDisposable
{
    /// <summary>How bytes are moved.</summary>
    public CaptureMode Mode => mode;

    /// <summary>Begins to capture a run.</summary>
    /// <param name="sources">The descriptors; owned by the capture from now on.</param>
    /// <param name="log">Where output goes.</param>
    /// <param name="run">Number of the run.</param>
    /// <param name="statusFile">The file that the bytes of <c>status</c> are appended to.</param>
    /// <param name="observer">Hears about the run.</param>
    public RunCapture Attach(CaptureSources sources, SessionLog log, int run, string statusFile, IRunCaptureObserver observer) =>
        throw new NotSupportedException($"{time} {logger} {store is null}");

    /// <summary>Stops the thread and closes all descriptors. Runs go on: their bytes wait in the pipes for the next capture.</summary>
    public ValueTask DisposeAsync() => throw new NotSupportedException();
}
