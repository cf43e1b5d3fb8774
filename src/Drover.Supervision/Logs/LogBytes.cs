using System.Runtime.InteropServices;

namespace Drover.Supervision.Logs;

/// <summary>What <see cref="SessionLog.ReadBytes"/> read.</summary>
/// <param name="From">Position of the first byte, counted from the stream's beginning; later than asked for when retention has removed what was there.</param>
/// <param name="Count">Bytes read; 0 at the end of what there is.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LogBytes(long From, int Count);

/// <summary>Which bytes of a stream are there.</summary>
/// <param name="First">Position of the oldest one that retention has kept.</param>
/// <param name="End">Position behind the last one.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LogSpan(long First, long End);
