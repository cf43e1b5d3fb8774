using System.Text;

namespace Drover.Supervision.Logs.Text;

/// <summary>
/// Finds texts of which a match of a pattern must contain one, so that megabytes without any can be skipped by vectorised search.
/// It understands only simple patterns and finds nothing in the others; what it finds must be right.
/// </summary>
internal sealed class PatternLiterals
{
    private readonly List<string> _alternatives = [];
    private readonly StringBuilder _run = new();
    private readonly string _pattern;
    private string _best = "";
    private bool _pure = true;
    private int _at;

    private PatternLiterals(string pattern) => _pattern = pattern;

    /// <summary>The texts as UTF-8; empty when the pattern tells none.</summary>
    /// <param name="pattern">A valid pattern.</param>
    /// <param name="pure">True when containing one of them is all that the pattern asks.</param>
    public static IReadOnlyList<byte[]> Find(string pattern, out bool pure)
    {
        var parser = new PatternLiterals(pattern);
        pure = false;
        if (!parser.TryParse() || parser._alternatives.Any(text => text.Length == 0 || !IsSearchable(text)))
        {
            return [];
        }

        pure = parser._pure;
        return [.. parser._alternatives.Select(Encoding.UTF8.GetBytes)];
    }

    // Repaired text holds U+FFFD where the bytes do not; half a surrogate pair has no bytes.
    private static bool IsSearchable(string text) => !text.Any(c => char.IsSurrogate(c) || c is '\uFFFD' or '\n' or '\r');

    private bool TryParse()
    {
        while (_at < _pattern.Length)
        {
            var c = _pattern[_at++];
            var understood = c switch
            {
                '\\' => TryEscape(),
                '[' => TrySkipClass(),
                '(' => TrySkipGroup(),
                ')' => false,
                '|' => EndAlternative(),
                '.' or '^' or '$' => EndRun(),
                '*' or '?' => DropLast(),
                '+' => EndRun(),
                '{' => TryCount(),
                _ => Append(c),
            };
            if (!understood)
            {
                return false;
            }
        }

        return EndAlternative();
    }

    private bool Append(char c)
    {
        _run.Append(c);
        return true;
    }

    private bool EndRun()
    {
        _pure = false;
        KeepRun();
        return true;
    }

    private void KeepRun()
    {
        if (_run.Length > _best.Length)
        {
            _best = _run.ToString();
        }

        _run.Clear();
    }

    private bool EndAlternative()
    {
        KeepRun();
        _alternatives.Add(_best);
        _best = "";
        return true;
    }

    private bool DropLast()
    {
        if (_run.Length > 0)
        {
            _run.Length = char.IsSurrogate(_run[^1]) ? 0 : _run.Length - 1;
        }

        return EndRun();
    }

    private bool TryEscape()
    {
        if (_at == _pattern.Length)
        {
            return false;
        }

        var c = _pattern[_at++];
        return c switch
        {
            't' => Append('\t'),
            'd' or 'D' or 'w' or 'W' or 's' or 'S' or 'b' or 'B' or 'A' or 'z' or 'Z' => EndRun(),
            _ => !char.IsLetterOrDigit(c) && c != '_' && Append(c),
        };
    }

    private bool TrySkipClass()
    {
        EndRun();
        if (_at < _pattern.Length && _pattern[_at] == '^')
        {
            _at++;
        }

        // A closing bracket in the first place is a member.
        for (var first = true; _at < _pattern.Length; first = false)
        {
            var c = _pattern[_at++];
            if (c == ']' && !first)
            {
                return true;
            }

            if (c == '\\')
            {
                _at++;
            }
            else if (c == '[')
            {
                return false;
            }
        }

        return false;
    }

    private bool TrySkipGroup()
    {
        EndRun();
        if (_at < _pattern.Length && _pattern[_at] == '?')
        {
            if (_at + 1 >= _pattern.Length || _pattern[_at + 1] != ':')
            {
                return false;
            }

            _at += 2;
        }

        while (_at < _pattern.Length)
        {
            var c = _pattern[_at++];
            if (c == ')')
            {
                return true;
            }

            var understood = c switch
            {
                '\\' => _at++ < _pattern.Length,
                '[' => TrySkipClass(),
                '(' => TrySkipGroup(),
                _ => true,
            };
            if (!understood)
            {
                return false;
            }
        }

        return false;
    }

    // "{2,3}" counts what is before it; "{" before anything else is a plain character.
    private bool TryCount()
    {
        var close = _pattern.IndexOf('}', _at);
        var inner = close < 0 ? "" : _pattern[_at..close];
        var comma = inner.IndexOf(',', StringComparison.Ordinal);
        var low = comma < 0 ? inner : inner[..comma];
        var high = comma < 0 ? "" : inner[(comma + 1)..];
        if (low.Length == 0 || !low.All(char.IsAsciiDigit) || !high.All(char.IsAsciiDigit))
        {
            return Append('{');
        }

        _at = close + 1;
        return DropLast();
    }
}
