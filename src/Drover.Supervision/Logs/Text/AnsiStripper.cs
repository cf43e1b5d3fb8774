namespace Drover.Supervision.Logs.Text;

/// <summary>
/// Takes terminal control sequences out of a line: CSI (colours, cursor moves), OSC (titles, links), DCS and the short ones.
/// A string sequence that its line does not end loses only its introducer, so that nothing a child prints can hide the text behind it.
/// </summary>
/// <remarks>
/// Source: ECMA-48, section 5. A sample: <c>ESC[1;31merrorESC[0m: ESC]8;;https://x.yESC\linkESC]8;;ESC\</c>.
/// </remarks>
public static class AnsiStripper
{
    internal const byte Escape = 0x1B;
    private const byte Bell = 0x07;

    /// <summary>True when the bytes hold no sequence, so that stripping would change nothing.</summary>
    /// <param name="bytes">A line.</param>
    public static bool IsPlain(ReadOnlySpan<byte> bytes) => !bytes.Contains(Escape);

    /// <summary>Copies the line without its sequences.</summary>
    /// <param name="bytes">A line.</param>
    /// <param name="target">Room for as many bytes as the line has.</param>
    /// <returns>The bytes copied.</returns>
    public static int Strip(ReadOnlySpan<byte> bytes, Span<byte> target)
    {
        var written = 0;
        while (true)
        {
            var escape = bytes.IndexOf(Escape);
            var plain = escape < 0 ? bytes : bytes[..escape];
            plain.CopyTo(target[written..]);
            written += plain.Length;
            if (escape < 0)
            {
                return written;
            }

            bytes = bytes[(escape + SequenceLength(bytes[escape..]))..];
        }
    }

    private static int SequenceLength(ReadOnlySpan<byte> sequence)
    {
        if (sequence.Length < 2)
        {
            return 1;
        }

        return sequence[1] switch
        {
            (byte)'[' => SkipControl(sequence),
            (byte)']' or (byte)'P' or (byte)'X' or (byte)'^' or (byte)'_' => SkipString(sequence),
            >= 0x20 and <= 0x2F => SkipShort(sequence),
            >= 0x30 and <= 0x7E => 2,
            _ => 1,
        };
    }

    private static int SkipControl(ReadOnlySpan<byte> sequence)
    {
        var at = 2;
        while (at < sequence.Length && sequence[at] is >= 0x20 and <= 0x3F)
        {
            at++;
        }

        return at < sequence.Length && sequence[at] is >= 0x40 and <= 0x7E ? at + 1 : at;
    }

    private static int SkipString(ReadOnlySpan<byte> sequence)
    {
        var end = sequence[2..].IndexOfAny(Bell, Escape);
        if (end < 0)
        {
            return 2;
        }

        end += 2;
        var isBell = sequence[end] == Bell;
        var isTerminator = !isBell && end + 1 < sequence.Length && sequence[end + 1] == (byte)'\\';
        return isBell ? end + 1 : isTerminator ? end + 2 : 2;
    }

    private static int SkipShort(ReadOnlySpan<byte> sequence)
    {
        var at = 1;
        while (at < sequence.Length && sequence[at] is >= 0x20 and <= 0x2F)
        {
            at++;
        }

        return at < sequence.Length && sequence[at] is >= 0x30 and <= 0x7E ? at + 1 : at;
    }
}
