using System.Runtime.InteropServices;
using Drover.Supervision.Posix;

namespace Drover.Supervision.Capture;

internal enum TurnKind
{
    /// <summary>Bytes were moved; there may be more.</summary>
    Moved,

    /// <summary>Nothing is there now; epoll will tell.</summary>
    Empty,

    /// <summary>The last writer is gone and all it wrote has been moved.</summary>
    Ended,

    /// <summary>Bytes cannot be stored; they wait.</summary>
    Failed,
}

/// <summary>What came of one turn of a pump.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Turn(TurnKind Kind, int Value)
{
    /// <summary>The most bytes of one turn, so that no stream keeps the others waiting.</summary>
    public const int MaxBytes = 64 << 10;

    public static Turn Empty => new(TurnKind.Empty, 0);

    public static Turn Ended => new(TurnKind.Ended, 0);

    public static Turn Moved(int bytes) => new(TurnKind.Moved, bytes);

    public static Turn Failed(int errno) => new(TurnKind.Failed, errno);
}

/// <summary>Moves the bytes of one descriptor to where they are kept. Used by the capture thread only.</summary>
internal abstract class Pump(RunCapture run, FileDescriptor source) : IDisposable
{
    public RunCapture Run => run;

    /// <summary>The descriptor that epoll watches.</summary>
    public int Descriptor { get; } = source.Number;

    /// <summary>The epoll token; unique for as long as the loop lives.</summary>
    public ulong Token { get; set; }

    public bool IsWatched { get; set; }

    /// <summary>Has no event to wait for yet: takes turns by itself until it is empty once or ended.</summary>
    public bool IsEager { get; set; } = true;

    /// <summary>Out of epoll because bytes could not be stored.</summary>
    public bool IsStuck { get; set; }

    public bool IsEnded { get; set; }

    /// <summary>Whether its drains count as those of a child's output.</summary>
    public virtual bool IsOutput => false;

    /// <summary>Moves at most <see cref="Posix"/> one turn's bytes.</summary>
    public abstract Turn Take();

    /// <summary>Tells the observer what a turn means.</summary>
    public abstract void Tell(Turn turn);

    public virtual void Dispose() => source.Dispose();
}
