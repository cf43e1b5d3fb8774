using Drover.Supervision.Posix;

namespace Drover.Supervision.Capture;

/// <summary>The descriptors of one run that the capture reads. It owns them from <see cref="CaptureLoop.Attach"/> on and closes them.</summary>
public sealed record CaptureSources
{
    /// <summary>Read end of the FIFO <c>out</c>, non-blocking.</summary>
    public required FileDescriptor OutRead { get; init; }

    /// <summary>Read end of the FIFO <c>err</c>, non-blocking; null when both streams are one.</summary>
    public FileDescriptor? ErrRead { get; init; }

    /// <summary>Read end of the FIFO <c>status</c>, non-blocking; null when nothing writes one.</summary>
    public FileDescriptor? StatusRead { get; init; }

    /// <summary>The master of a terminal run, non-blocking. Its bytes go through the FIFO <c>out</c> into the file.</summary>
    public FileDescriptor? PtyMaster { get; init; }

    /// <summary>With <see cref="PtyMaster"/>: the path of the FIFO <c>out</c>, whose write end the capture opens.</summary>
    public string? OutPath { get; init; }
}
