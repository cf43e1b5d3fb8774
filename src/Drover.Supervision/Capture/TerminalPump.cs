using Drover.Supervision.Posix;

namespace Drover.Supervision.Capture;

/// <summary>
/// A terminal's output: from the master into the FIFO <c>out</c>, whose other end the holder keeps open, so that the bytes outlive
/// the daemon from there on. Where the system cannot splice a terminal they are read and written, and bytes between are lost by a kill.
/// </summary>
internal sealed class TerminalPump(RunCapture run, FileDescriptor master, string outPath, OutputPump output) : Pump(run, master)
{
    private byte[] _held = [];
    private int _heldStart;
    private int _heldEnd;
    private bool _copies;
    private FileDescriptor? _out;

    public OutputPump Output => output;

    public bool IsKillSafe => !_copies;

    public override Turn Take()
    {
        if (_out is null)
        {
            var fd = Files.Open(outPath, OpenFlags.WriteOnly | OpenFlags.NonBlocking | OpenFlags.CloseOnExec);
            if (fd < 0)
            {
                return Turn.Failed(-fd);
            }

            _out = new FileDescriptor(fd);
        }

        var moved = Move();
        switch (moved)
        {
            // The last process on the terminal is gone. The FIFO ends when its other writers are gone, too.
            case 0 or -Errno.EIO:
                _out.Dispose();
                return Turn.Ended;
            case -Errno.EAGAIN:
                return Turn.Empty;
            case < 0:
                return Turn.Failed((int)-moved);
            default:
                return Turn.Moved((int)moved);
        }
    }

    public override void Tell(Turn turn)
    {
        // The output pump tells what there is to tell.
    }

    public override void Dispose()
    {
        _out?.Dispose();
        base.Dispose();
    }

    private long Move()
    {
        if (!_copies)
        {
            var moved = Splice.ToPipe(Descriptor, _out!.Number, Turn.MaxBytes);
            if (moved is not (-Errno.EINVAL or -Errno.ENOSYS))
            {
                return moved;
            }

            _copies = true;
        }

        if (_heldStart == _heldEnd)
        {
            _held = _held.Length == 0 ? new byte[Turn.MaxBytes] : _held;
            var read = Files.Read(Descriptor, _held);
            if (read <= 0)
            {
                return read;
            }

            (_heldStart, _heldEnd) = (0, read);
        }

        var written = Files.Write(_out!.Number, _held.AsSpan(_heldStart, _heldEnd - _heldStart));
        _heldStart += Math.Max(written, 0);
        return written;
    }
}
