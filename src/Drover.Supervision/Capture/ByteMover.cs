using Drover.Supervision.Posix;

namespace Drover.Supervision.Capture;

/// <summary>
/// Moves bytes from a pipe to an offset of a file: by splice, or by read and write where splice is refused. In the second way bytes
/// that could not be written stay in memory and come first the next time; nothing is dropped but by a kill.
/// </summary>
internal sealed class ByteMover(CaptureMode mode)
{
    private byte[] _held = [];
    private int _heldStart;
    private int _heldEnd;

    public CaptureMode Mode { get; private set; } = mode;

    /// <summary>As <see cref="Splice.PipeToFile"/>.</summary>
    public long Move(int pipe, int file, long offset, int count)
    {
        if (Mode == CaptureMode.Splice)
        {
            var moved = Splice.PipeToFile(pipe, file, offset, count);
            if (moved is not (-Errno.EINVAL or -Errno.ENOSYS))
            {
                return moved;
            }

            Mode = CaptureMode.Copy;
        }

        return Copy(pipe, file, offset, count);
    }

    private long Copy(int pipe, int file, long offset, int count)
    {
        if (_heldStart == _heldEnd)
        {
            _held = _held.Length == 0 ? new byte[Turn.MaxBytes] : _held;
            var read = Files.Read(pipe, _held.AsSpan(0, Math.Min(count, _held.Length)));
            if (read <= 0)
            {
                return read;
            }

            (_heldStart, _heldEnd) = (0, read);
        }

        var written = Files.PWrite(file, _held.AsSpan(_heldStart, Math.Min(_heldEnd - _heldStart, count)), offset);
        _heldStart += Math.Max(written, 0);
        return written == 0 ? -Errno.ENOSPC : written;
    }
}
