namespace Drover.Daemon.Features.Tasks.Guardrails.Shell;

/// <summary>Keywords, redirections and here-documents.</summary>
internal sealed partial class ShellParser
{
    private bool ReadKeyword(string raw)
    {
        switch (raw)
        {
            case "for" or "select":
                ReadLoop();
                return true;
            case "case":
                ReadCase();
                return true;
            case "function":
                SkipBlanks();
                _ = _reader.Read(ref _at);
                return true;
            case "[[":
                var end = _text.IndexOf("]]", _at, StringComparison.Ordinal);
                end = end < 0 ? _text.Length : end;
                _assigned.Add(_reader.ReadQuoted(_text[_at..end]) with { Text = "" });
                _at = Math.Min(_text.Length, end + 2);
                return true;
            case "esac":
                _cases = Math.Max(0, _cases - 1);
                return true;
            default:
                return Keywords.Contains(raw);
        }
    }

    // for NAME in WORDS; do …
    private void ReadLoop()
    {
        SkipBlanks();
        var name = _reader.Read(ref _at);
        var values = new List<ShellWord>();
        SkipBlanks();
        if (_text.AsSpan(_at).StartsWith("in", StringComparison.Ordinal))
        {
            _at += 2;
            for (SkipBlanks(); _at < _text.Length && Now is not (';' or '\n'); SkipBlanks())
            {
                if (ShellWordReader.Ends(Now))
                {
                    _at++;
                }
                else
                {
                    values.AddRange(_reader.Read(ref _at));
                }
            }
        }

        _assigned.AddRange(values);
        if (name is [var variable])
        {
            _scope.Set(variable.Text, values is [{ IsGlob: false } only] ? only.Text : null);
        }

        End(pipe: false);
    }

    // case WORD in PATTERN) …;; esac
    private void ReadCase()
    {
        SkipBlanks();
        _assigned.AddRange(_reader.Read(ref _at));
        End(pipe: false);
        SkipBlanks();
        if (_text.AsSpan(_at).StartsWith("in", StringComparison.Ordinal))
        {
            _at += 2;
            _cases++;
            SkipPattern();
        }
    }

    private void SkipPattern()
    {
        while (char.IsWhiteSpace(Now))
        {
            _at++;
        }

        if (_text.AsSpan(_at).StartsWith("esac", StringComparison.Ordinal))
        {
            return;
        }

        _at += Now == '(' ? 1 : 0;
        _at = Math.Min(_text.Length, ShellText.Closing(_text, _at, '(', ')') + 1);
    }

    private void SkipBlanks()
    {
        while (Now is ' ' or '\t' || (Now == '\\' && Next == '\n'))
        {
            _at += Now == '\\' ? 2 : 1;
        }
    }

    private void ReadRedirection()
    {
        if (Now is '<' or '>' && Next == '(')
        {
            var end = ShellText.Closing(_text, _at + 2, '(', ')');
            _ = Substitute(_text[(_at + 2)..end]);
            _words.Add(ShellWord.Of(ShellWord.Unknown.ToString()));
            _at = Math.Min(_text.Length, end + 1);
            return;
        }

        var start = _at;
        while (Now is '<' or '>' or '&' or '|' && _at - start < 3)
        {
            _at++;
        }

        var sign = _text[start.._at];
        if (sign is "<<" && Now == '-')
        {
            _at++;
            ReadDelimiter(stripsTabs: true);
            return;
        }

        if (sign is "<<")
        {
            ReadDelimiter(stripsTabs: false);
            return;
        }

        SkipBlanks();
        if (_at < _text.Length && !ShellWordReader.Ends(Now))
        {
            var target = _reader.Read(ref _at);
            var word = target.Count > 0 ? target[0] : ShellWord.Of("");
            if (sign is "<<<")
            {
                _input = word.IsUnknown ? null : word.Text;
                _assigned.Add(word);
            }
            else
            {
                _redirections.Add(new ShellRedirection(sign, word));
            }
        }
    }

    private void ReadDelimiter(bool stripsTabs)
    {
        SkipBlanks();
        var start = _at;
        var words = _reader.Read(ref _at);
        var isPlain = _text.AsSpan(start, _at - start).IndexOfAny('\'', '"', '\\') < 0;
        _hereDocuments.Add(new HereDocument(words.Count > 0 ? words[0].Text : "", isPlain, stripsTabs));
    }

    private void ReadHereDocuments()
    {
        foreach (var document in _hereDocuments)
        {
            var body = new System.Text.StringBuilder();
            while (_at < _text.Length)
            {
                var end = ShellText.EndOf(_text, _at, '\n');
                var line = _text[_at..end];
                line = document.StripsTabs ? line.TrimStart('\t') : line;
                _at = Math.Min(_text.Length, end + 1);
                if (string.Equals(line, document.Delimiter, StringComparison.Ordinal))
                {
                    break;
                }

                body.Append(line).Append('\n');
            }

            // A plain delimiter leaves substitutions alive; the rest of the text is data.
            var text = document.Expands ? _reader.ReadQuoted(body.ToString()).Text : body.ToString();
            _ = document.Command is { } command ? command.Input ??= text : null;
        }

        _hereDocuments.Clear();
    }

    private sealed class HereDocument(string delimiter, bool expands, bool stripsTabs)
    {
        public string Delimiter { get; } = delimiter;

        public bool Expands { get; } = expands;

        public bool StripsTabs { get; } = stripsTabs;

        public ShellCommand? Command { get; set; }
    }
}
