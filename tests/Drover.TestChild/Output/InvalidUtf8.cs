namespace Drover.TestChild.Output;

/// <summary>Every kind of broken UTF-8 between two good lines: a stray byte, a cut sequence, an overlong one, a surrogate, Latin-1.</summary>
internal sealed class InvalidUtf8 : IVerb
{
    private static readonly byte[] Bytes =
    [
        .. "before\n"u8,
        .. "stray "u8, 0xFF, 0xFE, (byte)'\n',
        .. "cut "u8, 0xE2, 0x82, (byte)'\n',
        .. "overlong "u8, 0xC0, 0xAF, (byte)'\n',
        .. "surrogate "u8, 0xED, 0xA0, 0x80, (byte)'\n',
        .. "latin1 caf"u8, 0xE9, (byte)'\n',
        .. "after \u00E9\u20AC\U0001F600\n"u8,
    ];

    public string Summary => "(no options)";

    public int Run(Options options)
    {
        Child.Out.Write(Bytes);
        return 0;
    }
}
