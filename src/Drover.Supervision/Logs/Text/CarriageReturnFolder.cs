namespace Drover.Supervision.Logs.Text;

/// <summary>
/// Shows a line that overwrote itself as it looked last: <c>10 %\r50 %\r100 %</c> becomes <c>100 %</c>. The result is always a
/// part of the line as it was, which lets a search look at raw bytes first.
/// </summary>
public static class CarriageReturnFolder
{
    /// <summary>The last state of the line; a carriage return at its end is part of the line end.</summary>
    /// <param name="bytes">A line without its newline.</param>
    public static ReadOnlySpan<byte> Fold(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes.TrimEnd((byte)'\r');
        return bytes[(bytes.LastIndexOf((byte)'\r') + 1)..];
    }
}
