namespace Drover.Cli.Commands.Terminals;

/// <summary>Knows whether the program has the alternate screen, and undoes what programs do to a terminal when one is left in the middle.</summary>
internal sealed class ScreenState
{
    private static readonly byte[] Enter = "\e[?1049h"u8.ToArray();
    private static readonly byte[] Leave = "\e[?1049l"u8.ToArray();

    // Colours, cursor, cursor and number keys, mouse, focus and paste as they are without a program.
    private const string Plain = "\e[0m\e[?25h\e[?1l\e>\e[?1000l\e[?1002l\e[?1003l\e[?1004l\e[?1006l\e[?2004l";

    private bool _isAlternate;

    /// <summary>Looks at what is shown.</summary>
    internal void See(ReadOnlySpan<byte> shown)
    {
        var (entered, left) = (shown.LastIndexOf(Enter), shown.LastIndexOf(Leave));
        if (entered != left)
        {
            _isAlternate = entered > left;
        }
    }

    /// <summary>What brings the terminal back to a shell.</summary>
    internal string Undo => _isAlternate ? "\e[?1049l" + Plain : Plain;
}
