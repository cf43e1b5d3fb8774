namespace Drover.TestChild.Output;

/// <summary>Colours, 24-bit colours, cursor movement, a hyperlink, a window title, and an escape cut off at the end of the output.</summary>
internal sealed class Ansi : IVerb
{
    public string Summary => "(no options)";

    public int Run(Options options)
    {
        Child.Out.Write("\u001b[31mred\u001b[0m\n"u8);
        Child.Out.Write("\u001b[1;38;2;255;100;0morange\u001b[m plain\n"u8);
        Child.Out.Write("up\u001b[2A\u001b[2K\u001b[?25lhidden\u001b[?25h\n"u8);
        Child.Out.Write("\u001b]8;;https://example.com\u001b\\link\u001b]8;;\u001b\\\n"u8);
        Child.Out.Write("\u001b]0;title\u0007titled\n"u8);
        Child.Out.Write("cut\u001b["u8);
        return 0;
    }
}
