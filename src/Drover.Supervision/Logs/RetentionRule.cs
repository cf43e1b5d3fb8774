using System.Runtime.InteropServices;

namespace Drover.Supervision.Logs;

/// <summary>A segment as retention sees it.</summary>
/// <param name="FirstSequence">The session's next number when it began.</param>
/// <param name="LinesBefore">Entries of the stream before it.</param>
/// <param name="Bytes">On disk, its index included.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SegmentSize(long FirstSequence, long LinesBefore, long Bytes);

/// <summary>Decides which segments are no longer needed. All three minima hold for what stays; the newest segment always does.</summary>
internal static class RetentionRule
{
    /// <summary>How many of the oldest segments of a stream may go.</summary>
    /// <param name="segments">Oldest first.</param>
    /// <param name="lines">Entries of the stream since the session was created.</param>
    /// <param name="nextSequence">The number the session's next line gets.</param>
    /// <param name="options">The minima.</param>
    public static int Deletable(ReadOnlySpan<SegmentSize> segments, long lines, long nextSequence, LogOptions options)
    {
        var bytes = 0L;
        for (var first = segments.Length - 1; first > 0; first--)
        {
            bytes += segments[first].Bytes;
            var isEnough = bytes >= options.RetainBytesPerStream
                && lines - segments[first].LinesBefore >= options.RetainLinesPerStream
                && nextSequence - segments[first].FirstSequence >= options.RetainLinesBlended;
            if (isEnough)
            {
                return first;
            }
        }

        return 0;
    }
}
