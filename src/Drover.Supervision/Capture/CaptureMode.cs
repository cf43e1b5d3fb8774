namespace Drover.Supervision.Capture;

/// <summary>How bytes get from a pipe into a segment file.</summary>
public enum CaptureMode
{
    /// <summary>By splice(2), inside the kernel: a byte is in the pipe or in the file whenever the daemon dies.</summary>
    Splice,

    /// <summary>By read(2) and write(2), where splice is refused: bytes in between are lost when the daemon is killed.</summary>
    Copy,
}
