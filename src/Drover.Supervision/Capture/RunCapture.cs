namespace Drover.Supervision.Capture;

/// <summary>The capture of one run, as its owner sees it.</summary>
public sealed class RunCapture
{
    /// <summary>True when the last writer of every output stream is gone and all is in the log.</summary>
    public bool OutputEnded { get; private set; }

    /// <summary>Takes what is in the pipes now. Completes when it is stored, or could not be.</summary>
    public Task DrainAsync() => throw new NotSupportedException();

    /// <summary>Drains, lets go of the run and closes its descriptors. Completes when no observer call comes any more.</summary>
    public Task DetachAsync() => throw new NotSupportedException();
}
