namespace Drover.Daemon.Features.Tasks.Guardrails.Shell;

/// <summary>Finds where the parts of a script's text end.</summary>
internal static class ShellText
{
    /// <summary>The index of the bracket that closes what was opened before <paramref name="start"/>; the end of the text when none does.</summary>
    public static int Closing(string text, int start, char open, char close)
    {
        var depth = 1;
        for (var at = start; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '\\':
                    at++;
                    break;
                case '\'':
                    at = EndOf(text, at + 1, '\'');
                    break;
                case '"':
                    at = EndOfDoubleQuote(text, at + 1);
                    break;
                case '`':
                    at = EndOf(text, at + 1, '`', escapes: true);
                    break;
                case var sign when sign == close:
                    if (--depth == 0)
                    {
                        return at;
                    }

                    break;
                case var sign when sign == open:
                    depth++;
                    break;
            }
        }

        return text.Length;
    }

    public static int EndOf(string text, int start, char quote, bool escapes = false)
    {
        for (var at = start; at < text.Length; at++)
        {
            if (escapes && text[at] == '\\')
            {
                at++;
            }
            else if (text[at] == quote)
            {
                return at;
            }
        }

        return text.Length;
    }

    public static int EndOfDoubleQuote(string text, int start)
    {
        for (var at = start; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '\\':
                    at++;
                    break;
                case '"':
                    return at;
                case '$' when at + 1 < text.Length && text[at + 1] == '(':
                    at = Closing(text, at + 2, '(', ')');
                    break;
                case '`':
                    at = EndOf(text, at + 1, '`', escapes: true);
                    break;
            }
        }

        return text.Length;
    }

    public static bool IsName(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || char.IsAsciiDigit(text[0]))
        {
            return false;
        }

        foreach (var letter in text)
        {
            if (!IsNameLetter(letter))
            {
                return false;
            }
        }

        return true;
    }

    public static bool IsNameLetter(char letter) => char.IsAsciiLetterOrDigit(letter) || letter == '_';

    /// <summary>What <c>$'…'</c> stands for.</summary>
    public static string Unescape(ReadOnlySpan<char> text)
    {
        var result = new System.Text.StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '\\' || at + 1 == text.Length)
            {
                result.Append(text[at]);
                continue;
            }

            var sign = text[++at];
            var (radix, first, most) = sign switch
            {
                'x' => (16, at + 1, 2),
                'u' => (16, at + 1, 4),
                >= '0' and <= '7' => (8, at, 3),
                _ => (0, 0, 0),
            };
            if (radix == 0)
            {
                result.Append(sign switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'e' => '\e', 'a' => '\a', 'b' => '\b', _ => sign });
                continue;
            }

            int value = 0, end = first;
            while (end < text.Length && end < first + most && Digit(text[end]) is var digit && digit < radix)
            {
                value = (value * radix) + digit;
                end++;
            }

            result.Append((char)value);
            at = end - 1;
        }

        return result.ToString();
    }

    private static int Digit(char sign) => char.IsAsciiHexDigit(sign) ? Convert.ToInt32(sign.ToString(), 16) : int.MaxValue;
}
