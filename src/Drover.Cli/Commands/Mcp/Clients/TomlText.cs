namespace Drover.Cli.Commands.Mcp.Clients;

/// <summary>One statement of a TOML text: a table's header, or a key with its value.</summary>
/// <param name="Start">Where its first line begins.</param>
/// <param name="End">Behind its last line.</param>
/// <param name="Line">Number of its first line, from 1.</param>
/// <param name="Table">The table it stands in; of a header, the table itself.</param>
/// <param name="Key">The parts of its key; empty for a header.</param>
/// <param name="ValueStart">Where its value begins.</param>
/// <param name="ValueEnd">Behind its value.</param>
internal sealed record TomlStatement(int Start, int End, int Line, IReadOnlyList<string> Table, IReadOnlyList<string> Key, int ValueStart, int ValueEnd)
{
    internal bool IsHeader => Key.Count == 0;

    internal bool IsBelow(string key, string name) => Table is [var first, var second, ..] && first == key && second == name;

    /// <summary>Table and key together.</summary>
    internal IReadOnlyList<string> FullKey => [.. Table, .. Key];
}

/// <summary>Takes a TOML text apart into statements. Strings and arrays may go over lines, and hold anything, brackets and headers included.</summary>
internal static class TomlText
{
    /// <exception cref="ClientConfigException">The text is not TOML.</exception>
    internal static IReadOnlyList<TomlStatement> Statements(string text)
    {
        var found = new List<TomlStatement>();
        IReadOnlyList<string> table = [];
        for (var at = 0; at < text.Length;)
        {
            var start = at;
            at = SkipBlanks(text, at);
            if (at < text.Length && text[at] is not ('\n' or '\r' or '#'))
            {
                var isHeader = text[at] == '[';
                var brackets = !isHeader ? 0 : text.AsSpan(at).StartsWith("[[") ? 2 : 1;
                var (key, next) = Key(text, at + brackets);
                (table, at) = isHeader ? (key, next + brackets) : (table, next);
                var valueStart = isHeader ? at : SkipBlanks(text, at + 1);
                if (!isHeader && (at >= text.Length || text[at] != '='))
                {
                    throw At(text, at, "\"=\" was expected here");
                }

                at = isHeader ? at : Value(text, valueStart);
                var line = LineOf(text, start);
                var valueEnd = at;
                at = EndOfLine(text, at);
                found.Add(new TomlStatement(start, at, line, table, isHeader ? [] : key, valueStart, valueEnd));
            }
            else
            {
                at = EndOfLine(text, at);
            }
        }

        return found;
    }

    /// <summary>The pairs of an inline table, from brace to brace: keys, and where each pair begins, its value begins, and it ends.</summary>
    internal static IReadOnlyList<(string Key, int Start, int ValueStart, int End)> Pairs(string text, int open)
    {
        var pairs = new List<(string, int, int, int)>();
        var at = SkipAll(text, open + 1);
        while (at < text.Length && text[at] != '}')
        {
            var (key, next) = Key(text, at);
            var valueStart = SkipBlanks(text, next + 1);
            var end = Value(text, valueStart);
            pairs.Add((string.Join('.', key), at, valueStart, end));
            at = SkipAll(text, end);
            at = at < text.Length && text[at] == ',' ? SkipAll(text, at + 1) : at;
        }

        return pairs;
    }

    private static (IReadOnlyList<string> Parts, int End) Key(string text, int at)
    {
        var parts = new List<string>();
        while (true)
        {
            at = SkipBlanks(text, at);
            var end = at < text.Length && text[at] is '"' or '\'' ? String(text, at) : Bare(text, at);
            parts.Add(text[at..end].Trim('"', '\''));
            at = SkipBlanks(text, end);
            if (at >= text.Length || text[at] != '.')
            {
                return (parts, at);
            }

            at++;
        }
    }

    private static int Bare(string text, int at)
    {
        var end = at;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '_' or '-'))
        {
            end++;
        }

        return end > at ? end : throw At(text, at, "a key was expected here");
    }

    // Behind a value: a string, an array or inline table with all that is in it, or a word.
    private static int Value(string text, int at)
    {
        var depth = 0;
        var start = at;
        while (at < text.Length)
        {
            switch (text[at])
            {
                case '"' or '\'':
                    at = String(text, at);
                    break;
                case '[' or '{':
                    (depth, at) = (depth + 1, at + 1);
                    break;
                case ']' or '}' or ',' or '\n' or '\r' or '#' when depth == 0:
                    return start + text[start..at].TrimEnd().Length;
                case ']' or '}':
                    (depth, at) = (depth - 1, at + 1);
                    break;
                case '#':
                    at = EndOfLine(text, at);
                    break;
                default:
                    at++;
                    break;
            }

            if (depth == 0 && text[at - 1] is ']' or '}' or '"' or '\'')
            {
                return at;
            }
        }

        return depth == 0 ? at : throw At(text, start, "what begins here does not end");
    }

    private static int String(string text, int at)
    {
        var quote = text[at];
        var isLong = text.AsSpan(at).StartsWith(new string(quote, 3));
        for (var end = at + (isLong ? 3 : 1); end < text.Length; end++)
        {
            if (text[end] == '\\' && quote == '"')
            {
                end++;
            }
            else if (text[end] == quote && (!isLong || text.AsSpan(end).StartsWith(new string(quote, 3))))
            {
                end += isLong ? 3 : 1;

                // A long string may end with quotes of its own.
                while (isLong && end < text.Length && text[end] == quote)
                {
                    end++;
                }

                return end;
            }
            else if (text[end] == '\n' && !isLong)
            {
                break;
            }
        }

        throw At(text, at, "a string does not end");
    }

    private static int SkipBlanks(string text, int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t')
        {
            at++;
        }

        return at;
    }

    // Inline tables may go over lines, too, in newer TOML.
    private static int SkipAll(string text, int at)
    {
        while (at < text.Length && (char.IsWhiteSpace(text[at]) || text[at] == '#'))
        {
            at = text[at] == '#' ? EndOfLine(text, at) : at + 1;
        }

        return at;
    }

    private static int EndOfLine(string text, int at) => at >= text.Length ? text.Length : text.IndexOf('\n', at) is >= 0 and var newline ? newline + 1 : text.Length;

    private static int LineOf(string text, int at) => text.AsSpan(0, at).Count('\n') + 1;

    private static ClientConfigException At(string text, int at, string message) =>
        new(message, LineOf(text, Math.Min(at, text.Length)), at - (at > 0 ? text.LastIndexOf('\n', Math.Min(at, text.Length) - 1) : -1));
}
