using System.Text;

namespace Drover.Cli.Output;

/// <summary>
/// Text of an agent as it may stand on a terminal: control characters are shown as <c>^[</c> and the like, because what is to be reviewed or allowed
/// must not be able to paint over itself. Elsewhere it is left as it is.
/// </summary>
internal static class SafeText
{
    internal static string On(Terminal terminal, string text) => terminal.OutputIsTerminal ? Of(text) : text;

    internal static string Of(string text)
    {
        if (!text.Any(IsUnsafe))
        {
            return text;
        }

        var safe = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            _ = !IsUnsafe(letter) ? safe.Append(letter)
                : letter < ' ' ? safe.Append('^').Append((char)(letter + '@'))
                : safe.Append("^?");
        }

        return safe.ToString();
    }

    // Bidirectional overrides make code look like other code.
    private static bool IsUnsafe(char letter) => (char.IsControl(letter) && letter is not ('\n' or '\t')) || letter is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
