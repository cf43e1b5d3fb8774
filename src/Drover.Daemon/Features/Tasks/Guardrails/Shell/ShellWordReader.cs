using System.Text;

namespace Drover.Daemon.Features.Tasks.Guardrails.Shell;

/// <summary>
/// Reads words as a shell does: quotes, variables, substitutions, braces. A place in the text may give no word, one, or several
/// (<c>$x</c> with <c>x="rm -rf"</c>, <c>{rm,-rf}</c>, <c>rm$IFS-rf</c>).
/// </summary>
/// <param name="text">The script.</param>
/// <param name="scope">Its variables.</param>
/// <param name="substitute">Told the script inside <c>$(…)</c>; answers what it prints where that is plain, else null.</param>
internal sealed class ShellWordReader(string text, ShellScope scope, Func<string, string?> substitute)
{
    // Unquoted braces and commas, until the word is complete.
    private const char Open = '\u0002';
    private const char Comma = '\u0003';
    private const char Close = '\u0004';

    private readonly List<ShellWord> _words = [];
    private readonly StringBuilder _word = new();
    private readonly List<string> _variables = [];
    private bool _isGlob;
    private bool _isQuoted;

    public static bool Ends(char sign) => sign is ' ' or '\t' or '\n' or '\r' or ';' or '&' or '|' or '(' or ')' or '<' or '>';

    /// <summary>Reads on from an index up to where the word ends.</summary>
    public List<ShellWord> Read(ref int at)
    {
        Reset();
        for (; at < text.Length && !Ends(text[at]); at++)
        {
            switch (text[at])
            {
                case '\\':
                    at++;
                    if (at < text.Length && text[at] != '\n')
                    {
                        _word.Append(text[at]);
                        _isQuoted = true;
                    }

                    break;
                case '\'':
                    var end = ShellText.EndOf(text, at + 1, '\'');
                    _word.Append(text, at + 1, end - at - 1);
                    _isQuoted = true;
                    at = end;
                    break;
                case '"':
                    end = ShellText.EndOfDoubleQuote(text, at + 1);
                    Quoted(text[(at + 1)..end]);
                    _isQuoted = true;
                    at = end;
                    break;
                case '$' or '`':
                    Expand(text, ref at, quoted: false);
                    break;
                case var sign:
                    _isGlob |= sign is '*' or '?' or '[';
                    _word.Append(sign switch { '{' => Open, ',' => Comma, '}' => Close, _ => sign });
                    break;
            }
        }

        at = Math.Min(at, text.Length);
        Flush();
        return [.. _words];
    }

    /// <summary>Reads a text as if it stood in double quotes.</summary>
    public ShellWord ReadQuoted(string inner)
    {
        Reset();
        Quoted(inner);
        return new ShellWord(_word.ToString(), IsGlob: false, [.. _variables]);
    }

    private void Quoted(string inner)
    {
        for (var at = 0; at < inner.Length; at++)
        {
            if (inner[at] == '\\' && at + 1 < inner.Length && inner[at + 1] is '$' or '`' or '"' or '\\' or '\n')
            {
                at++;
                _ = inner[at] == '\n' ? _word : _word.Append(inner[at]);
            }
            else if (inner[at] is '$' or '`')
            {
                Expand(inner, ref at, quoted: true);
            }
            else
            {
                _word.Append(inner[at]);
            }
        }
    }

    // Leaves the index on the last character of what it has read.
    private void Expand(string source, ref int at, bool quoted)
    {
        var next = at + 1 < source.Length ? source[at + 1] : '\0';
        int end;
        if (source[at] == '`')
        {
            end = ShellText.EndOf(source, at + 1, '`', escapes: true);
            Value(substitute(source[(at + 1)..end].Replace("\\`", "`", StringComparison.Ordinal)), quoted);
            at = end;
        }
        else if (next == '(')
        {
            end = ShellText.Closing(source, at + 2, '(', ')');
            var inner = source[(at + 2)..end];
            Value(inner.StartsWith('(') && inner.EndsWith(')') ? null : substitute(inner), quoted);
            at = end;
        }
        else if (next == '{')
        {
            end = ShellText.Closing(source, at + 2, '{', '}');
            Parameter(source[(at + 2)..end], quoted);
            at = end;
        }
        else if (next == '\'' && !quoted)
        {
            end = ShellText.EndOf(source, at + 2, '\'', escapes: true);
            _word.Append(ShellText.Unescape(source.AsSpan(at + 2, end - at - 2)));
            _isQuoted = true;
            at = end;
        }
        else if (ShellText.IsNameLetter(next) && !char.IsAsciiDigit(next))
        {
            end = at + 1;
            while (end < source.Length && ShellText.IsNameLetter(source[end]))
            {
                end++;
            }

            Variable(source[(at + 1)..end], quoted);
            at = end - 1;
        }
        else if (char.IsAsciiDigit(next) || next is '@' or '*' or '#' or '?' or '$' or '!' or '-')
        {
            _word.Append(ShellWord.Unknown);
            at++;
        }
        else if (next != '"' || quoted)
        {
            _word.Append('$');
        }
    }

    private void Parameter(string inner, bool quoted)
    {
        var start = inner is ['!' or '#', ..] ? 1 : 0;
        var end = start;
        while (end < inner.Length && ShellText.IsNameLetter(inner[end]))
        {
            end++;
        }

        var name = inner[start..end];
        var rest = inner[end..];
        if (start == 0 && rest is "" or "[@]" or "[*]")
        {
            // An array in quotes is still one word an element.
            Variable(name, quoted && rest is not "[@]");
            return;
        }

        var defaults = rest is [':', '-' or '=', ..] ? rest[2..] : rest is ['-' or '=', ..] ? rest[1..] : null;
        if (start == 0 && defaults is not null && scope.ValueOf(name) is null)
        {
            Note(name);
            Value(Nested(defaults), quoted);
            return;
        }

        if (start == 0 && defaults is not null)
        {
            Value(scope.ValueOf(name), quoted);
            return;
        }

        _ = Nested(rest);
        Note(name);
        _word.Append(ShellWord.Unknown);
    }

    private string Nested(string source)
    {
        var word = new ShellWordReader(source, scope, substitute).ReadQuoted(source);
        _variables.AddRange(word.Variables);
        return word.Text;
    }

    private void Variable(string name, bool quoted)
    {
        if (scope.Has(name))
        {
            Value(scope.ValueOf(name), quoted);
        }
        else if (name is "HOME" or "PWD")
        {
            _word.Append(name is "HOME" ? '~' : '.');
        }
        else if (name is "IFS")
        {
            Value(" ", quoted);
        }
        else
        {
            Note(name);
            _word.Append(ShellWord.Unknown);
        }
    }

    private void Note(string name)
    {
        if (!scope.Has(name))
        {
            _variables.Add(name);
        }
    }

    private void Value(string? value, bool quoted)
    {
        if (value is null || quoted)
        {
            _ = value is null ? _word.Append(ShellWord.Unknown) : _word.Append(value);
            return;
        }

        foreach (var sign in value)
        {
            if (char.IsWhiteSpace(sign))
            {
                Flush();
            }
            else
            {
                _isGlob |= sign is '*' or '?' or '[';
                _word.Append(sign);
            }
        }
    }

    private void Flush()
    {
        if (_word.Length > 0 || _isQuoted)
        {
            foreach (var word in Braces(_word.ToString()))
            {
                _words.Add(new ShellWord(word, _isGlob, [.. _variables]));
            }
        }

        _word.Clear();
        _variables.Clear();
        _isGlob = _isQuoted = false;
    }

    private void Reset()
    {
        _words.Clear();
        _word.Clear();
        _variables.Clear();
        _isGlob = _isQuoted = false;
    }

    // The first pair only: what is left of others stays as it is written.
    private static IEnumerable<string> Braces(string word)
    {
        var open = word.IndexOf(Open, StringComparison.Ordinal);
        var close = open < 0 ? -1 : word.IndexOf(Close, open);
        return close > 0 && word.AsSpan(open, close - open).Contains(Comma)
            ? word[(open + 1)..close].Split(Comma).Select(part => Plain(word[..open] + part + word[(close + 1)..]))
            : [Plain(word)];
    }

    private static string Plain(string word) => word.Replace(Open, '{').Replace(Comma, ',').Replace(Close, '}');
}
