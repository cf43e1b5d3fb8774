using Drover.Supervision.Posix;

namespace Drover.Supervision.Capture;

/// <summary>
/// The holder's lines: FIFO to status file, never through memory alone. An exit code that was read and not stored is lost with the
/// daemon; one that is in the FIFO or in the file is not.
/// </summary>
internal sealed class StatusPump(RunCapture run, FileDescriptor source, string path, CaptureMode mode) : Pump(run, source)
{
    private const int OwnerOnly = 0x180;
    private readonly ByteMover _mover = new(mode);
    private FileDescriptor? _file;
    private long _end;

    public override Turn Take()
    {
        var answer = Open();
        if (answer < 0)
        {
            return Turn.Failed(-answer);
        }

        var moved = _mover.Move(Descriptor, _file!.Number, _end, Turn.MaxBytes);
        _end += Math.Max(moved, 0);
        return moved switch
        {
            0 => Turn.Ended,
            -Errno.EAGAIN => Turn.Empty,
            < 0 => Turn.Failed((int)-moved),
            _ => Turn.Moved((int)moved),
        };
    }

    public override void Tell(Turn turn)
    {
        if (turn.Kind == TurnKind.Ended)
        {
            Run.Observer.OnStatusEnded();
        }
        else if (turn.Kind == TurnKind.Moved)
        {
            Run.Observer.OnStatusBytes();
        }
    }

    public override void Dispose()
    {
        _file?.Dispose();
        base.Dispose();
    }

    private int Open()
    {
        if (_file is not null)
        {
            return 0;
        }

        var fd = Files.Open(path, OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.CloseOnExec, OwnerOnly);
        if (fd < 0)
        {
            return fd;
        }

        var answer = FileFacts.Of(fd, out var facts);
        if (answer < 0)
        {
            _ = Files.Close(fd);
            return answer;
        }

        _file = new FileDescriptor(fd);
        _end = facts.Size;
        return 0;
    }
}
