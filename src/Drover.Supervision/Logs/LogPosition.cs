using System.Runtime.InteropServices;

namespace Drover.Supervision.Logs;

/// <summary>What a reader has seen of a log, to wait for more than that.</summary>
/// <param name="NextSequence">The number the next line will get.</param>
/// <param name="PartialVersion">Changes whenever an unfinished line grows or ends.</param>
/// <param name="Completed">True while no run writes to the log.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LogPosition(long NextSequence, long PartialVersion, bool Completed);
