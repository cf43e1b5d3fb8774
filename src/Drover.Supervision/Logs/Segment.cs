namespace Drover.Supervision.Logs;

/// <summary>A stretch of <c>SegmentBytes</c> of a stream that has an index, as known in memory.</summary>
/// <param name="Number">1 for the first of the stream.</param>
/// <param name="FirstSequence">Number that the session's next line had when its index was made.</param>
/// <param name="LinesBefore">Entries of the stream before it, since the session was created.</param>
/// <param name="Records">Records of its index; of a stream's last segment see <see cref="StreamLog.LastRecords"/>.</param>
internal sealed record Segment(int Number, long FirstSequence, long LinesBefore, int Records);
