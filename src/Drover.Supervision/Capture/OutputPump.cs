using Drover.Supervision.Logs;
using Drover.Supervision.Posix;

namespace Drover.Supervision.Capture;

/// <summary>One output stream of a run: FIFO to segment file, then the index.</summary>
internal sealed class OutputPump(RunCapture run, LogStream stream, FileDescriptor source, SegmentWriter writer, CaptureMode mode, FloodPipes pipes)
    : Pump(run, source)
{
    // So many full turns in a row are a flood, so many small ones its end.
    private const int FloodTurns = 16;
    private const int CalmTurns = 256;

    // Programs write blocks of their own size, which seldom fill a pipe to the last byte.
    private const int FullBytes = Turn.MaxBytes / 4 * 3;

    private readonly ByteMover _mover = new(mode);
    private bool _isLarge;
    private int _fullTurns;
    private int _calmTurns;

    public LogStream Stream => stream;

    public override bool IsOutput => true;

    /// <summary>False once bytes went through the memory of the daemon.</summary>
    public bool IsKillSafe => _mover.Mode == CaptureMode.Splice;

    public override Turn Take()
    {
        var answer = writer.IsBehind ? writer.Commit(0, Run.Number) : 0;
        answer = answer < 0 ? answer : writer.Prepare();
        if (answer < 0)
        {
            return Turn.Failed(-answer);
        }

        var moved = _mover.Move(Descriptor, writer.Descriptor, writer.Offset, Math.Min(writer.Room, Turn.MaxBytes));
        switch (moved)
        {
            case 0:
                return Turn.Ended;
            case -Errno.EAGAIN:
                return Turn.Empty;
            case < 0:
                return Turn.Failed((int)-moved);
        }

        answer = writer.Commit((int)moved, Run.Number);
        Adapt((int)moved);
        return answer < 0 ? Turn.Failed(-answer) : Turn.Moved((int)moved);
    }

    public override void Tell(Turn turn)
    {
        if (turn.Kind == TurnKind.Ended)
        {
            Run.OnOutputEnded(stream);
        }
    }

    public override void Dispose()
    {
        if (_isLarge && !pipes.TryTakeBack(Descriptor))
        {
            pipes.Forget();
        }

        base.Dispose();
    }

    private void Adapt(int moved)
    {
        _fullTurns = moved >= FullBytes ? _fullTurns + 1 : 0;
        _calmTurns = moved < Turn.MaxBytes / 4 ? _calmTurns + 1 : 0;
        if (!_isLarge && _fullTurns == FloodTurns)
        {
            _isLarge = pipes.TryLend(Descriptor);
        }
        else if (_isLarge && _calmTurns >= CalmTurns && pipes.TryTakeBack(Descriptor))
        {
            _isLarge = false;
        }
    }
}
