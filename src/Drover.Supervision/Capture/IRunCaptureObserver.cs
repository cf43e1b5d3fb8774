using Drover.Supervision.Logs;

namespace Drover.Supervision.Capture;

/// <summary>Hears about one run. Called on the capture thread, which serves all runs: post and return, never wait.</summary>
public interface IRunCaptureObserver
{
    /// <summary>The status file has grown.</summary>
    void OnStatusBytes();

    /// <summary>Nobody holds the write end of <c>status</c> any more: the holder is gone. All it wrote is in the file.</summary>
    void OnStatusEnded();

    /// <summary>The last writer of a stream is gone and all it wrote is in the log.</summary>
    /// <param name="stream">The stream.</param>
    void OnStreamEnded(LogStream stream);

    /// <summary>Bytes cannot be stored, so they wait in the pipe and the child waits with them. Said once until <see cref="OnRecovered"/>.</summary>
    /// <param name="errno">Why: the positive error number.</param>
    void OnDegraded(int errno);

    /// <summary>Bytes are stored again; none was lost.</summary>
    void OnRecovered();
}
