using System.Runtime.InteropServices;

namespace Drover.Supervision.Logs;

/// <summary>Counts of one stream since its session was created.</summary>
/// <param name="Lines">Entries, the dropped ones included.</param>
/// <param name="Bytes">Bytes the child wrote, newlines and the unfinished tail included.</param>
/// <param name="DroppedLines">Entries that retention has deleted.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct StreamTotals(long Lines, long Bytes, long DroppedLines);

/// <summary>Counts of a session's log since the session was created, over all runs and restarts of the daemon.</summary>
/// <param name="Stdout">Of the standard output.</param>
/// <param name="Stderr">Of the standard error.</param>
/// <param name="System">Of the daemon's own lines.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LogTotals(StreamTotals Stdout, StreamTotals Stderr, StreamTotals System)
{
    /// <summary>The three together.</summary>
    public StreamTotals Blended => new(
        Stdout.Lines + Stderr.Lines + System.Lines,
        Stdout.Bytes + Stderr.Bytes + System.Bytes,
        Stdout.DroppedLines + Stderr.DroppedLines + System.DroppedLines);
}
