namespace Drover.Supervision.Logs;

/// <summary>
/// What an entry is. It ends at a newline; where the first 65,537 bytes hold none it ends after 65,536, or up to three bytes
/// earlier so that no UTF-8 character is cut, and the next entry continues it. The rule looks at nothing but those bytes, so the
/// same bytes give the same entries whatever the pieces they arrive in.
/// </summary>
internal static class LineSplitter
{
    /// <summary>The most bytes of one entry, its newline not counted.</summary>
    public const int MaxEntryBytes = 65_536;

    /// <summary>The bytes that must be there to decide where an entry without a newline ends.</summary>
    public const int WindowBytes = MaxEntryBytes + 1;

    /// <summary>The length of the entry at the start of <paramref name="text"/>, its newline included; 0 while it is unfinished.</summary>
    public static int Next(ReadOnlySpan<byte> text, out bool continued)
    {
        continued = false;
        var window = text.Length > WindowBytes ? text[..WindowBytes] : text;
        var newline = window.IndexOf((byte)'\n');
        if (newline >= 0)
        {
            return newline + 1;
        }

        if (window.Length < WindowBytes)
        {
            return 0;
        }

        continued = true;
        return MaxEntryBytes - Overhang(text[MaxEntryBytes], text[MaxEntryBytes - 1], text[MaxEntryBytes - 2], text[MaxEntryBytes - 3]);
    }

    /// <summary>How many bytes before the limit begin a character that the limit would cut.</summary>
    /// <param name="after">The byte behind the limit.</param>
    /// <param name="last">The byte before it, and so on backwards.</param>
    /// <param name="second">One before.</param>
    /// <param name="third">One before that.</param>
    public static int Overhang(byte after, byte last, byte second, byte third)
    {
        if (!IsContinuation(after))
        {
            return 0;
        }

        if (!IsContinuation(last))
        {
            return CharacterBytes(last) > 1 ? 1 : 0;
        }

        if (!IsContinuation(second))
        {
            return CharacterBytes(second) > 2 ? 2 : 0;
        }

        return CharacterBytes(third) > 3 ? 3 : 0;
    }

    private static bool IsContinuation(byte value) => (value & 0xC0) == 0x80;

    private static int CharacterBytes(byte lead) => lead switch
    {
        >= 0xC0 and < 0xE0 => 2,
        >= 0xE0 and < 0xF0 => 3,
        >= 0xF0 and < 0xF8 => 4,
        _ => 1,
    };
}
