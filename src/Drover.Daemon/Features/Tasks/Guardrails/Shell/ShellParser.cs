namespace Drover.Daemon.Features.Tasks.Guardrails.Shell;

/// <summary>What a script consists of.</summary>
/// <param name="Commands">Every command in it, those of substitutions, subshells, functions and branches included.</param>
/// <param name="TooDeep">Whether it is nested deeper than was looked.</param>
internal sealed record ShellScript(IReadOnlyList<ShellCommand> Commands, bool TooDeep);

/// <summary>
/// Takes a shell script apart into its commands without running anything. It errs on the side of finding more: both branches of an <c>if</c> are
/// commands, and so is the body of a function that nobody calls.
/// </summary>
internal sealed partial class ShellParser
{
    private const int Deepest = 12;

    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal) { "if", "then", "elif", "else", "fi", "while", "until", "do", "done", "esac", "{", "}", "!", "time", "coproc" };

    private readonly string _text;
    private readonly ShellScope _scope;
    private readonly List<ShellCommand> _commands;
    private readonly int _depth;
    private readonly ShellWordReader _reader;
    private readonly List<HereDocument> _hereDocuments = [];
    private List<ShellWord> _words = [];
    private List<ShellWord> _assigned = [];
    private List<ShellRedirection> _redirections = [];
    private string? _input;
    private ShellCommand? _pipe;
    private int _at;
    private int _cases;
    private bool _tooDeep;

    private ShellParser(string text, ShellScope scope, List<ShellCommand> commands, int depth)
    {
        (_text, _scope, _commands, _depth) = (text, scope, commands, depth);
        _reader = new ShellWordReader(text, scope, Substitute);
    }

    public static ShellScript Parse(string text) => Parse(text, new ShellScope(), 0);

    public static ShellScript Parse(string text, ShellScope scope, int depth)
    {
        var commands = new List<ShellCommand>();
        if (depth > Deepest)
        {
            return new ShellScript(commands, TooDeep: true);
        }

        var parser = new ShellParser(text, scope, commands, depth);
        parser.ReadAll();
        var tooDeep = parser._tooDeep;
        for (var n = 0; n < commands.Count; n++)
        {
            foreach (var inner in ShellUnwrapper.Inside(commands[n]))
            {
                var found = inner.Script is { } script ? Parse(script, scope, depth + 1) : new ShellScript([inner.Command!], TooDeep: false);
                commands.AddRange(found.Commands);
                tooDeep |= found.TooDeep;
            }

            if (commands.Count > 20_000)
            {
                return new ShellScript(commands, TooDeep: true);
            }
        }

        return new ShellScript(commands, tooDeep);
    }

    private char Now => _at < _text.Length ? _text[_at] : '\0';

    private char Next => _at + 1 < _text.Length ? _text[_at + 1] : '\0';

    private bool AtStart => _words.Count == 0 && _assigned.Count == 0 && _redirections.Count == 0;

    private void ReadAll()
    {
        while (_at < _text.Length)
        {
            switch (Now)
            {
                case ' ' or '\t' or '\r':
                    _at++;
                    break;
                case '\\' when Next == '\n':
                    _at += 2;
                    break;
                case '\n':
                    _at++;
                    End(pipe: false);
                    ReadHereDocuments();
                    break;
                case '#':
                    _at = ShellText.EndOf(_text, _at, '\n');
                    break;
                case ';':
                    End(pipe: false);
                    _at++;
                    if (_cases > 0 && Now is ';' or '&')
                    {
                        _at++;
                        SkipPattern();
                    }

                    break;
                case '&' when Next == '>':
                    ReadRedirection();
                    break;
                case '|' when Next != '|':
                    End(pipe: true);
                    _at += Next == '&' ? 2 : 1;
                    break;
                case '&' or '|' or ')':
                    End(pipe: false);
                    _at++;
                    break;
                case '(':
                    ReadParenthesis();
                    break;
                case '<' or '>':
                    ReadRedirection();
                    break;
                default:
                    ReadWord();
                    break;
            }
        }

        End(pipe: false);
        ReadHereDocuments();
    }

    private void ReadParenthesis()
    {
        if (AtStart && Next == '(')
        {
            _at = Math.Min(_text.Length, ShellText.Closing(_text, _at + 1, '(', ')') + 1);
            return;
        }

        if (_words.Count == 1 && _text.AsSpan(_at + 1).TrimStart(' ') is [')', ..])
        {
            // The head of a function, whose body are commands like others.
            _words = [];
            _at = _text.IndexOf(')', _at) + 1;
            return;
        }

        End(pipe: false);
        _at++;
    }

    private void ReadWord()
    {
        var start = _at;
        var words = _reader.Read(ref _at);
        if (_at == start)
        {
            // Nothing that a word begins with and nothing that ends one: not to be met, but never to be stuck at.
            _at++;
            return;
        }

        var raw = _text[start.._at];
        if (Now is '<' or '>' && raw.All(char.IsAsciiDigit))
        {
            return;
        }

        if (_words.Count == 0 && Assign(raw, words))
        {
            return;
        }

        if (AtStart && ReadKeyword(raw))
        {
            return;
        }

        _words.AddRange(words);
    }

    private bool Assign(string raw, List<ShellWord> words)
    {
        var sign = raw.IndexOf('=', StringComparison.Ordinal);
        var name = sign <= 0 ? "" : raw[..sign].TrimEnd('+');
        if (!ShellText.IsName(name))
        {
            return false;
        }

        if (sign == raw.Length - 1 && Now == '(')
        {
            _at++;
            words = ReadUntilParenthesis();
            _assigned.AddRange(words);
            _scope.Set(name, string.Join(' ', words.Select(word => word.Text)));
            return true;
        }

        _assigned.AddRange(words.Select(word => word with { Text = word.Text[(word.Text.IndexOf('=', StringComparison.Ordinal) + 1)..] }));
        var whole = string.Join(' ', words.Select(word => word.Text));
        var value = whole[Math.Min(whole.Length, sign + 1)..];
        _scope.Set(name, raw[sign - 1] == '+' && _scope.Has(name) ? _scope.ValueOf(name) + value : value);
        return true;
    }

    private List<ShellWord> ReadUntilParenthesis()
    {
        var words = new List<ShellWord>();
        while (_at < _text.Length && Now != ')')
        {
            if (ShellWordReader.Ends(Now))
            {
                _at++;
            }
            else
            {
                words.AddRange(_reader.Read(ref _at));
            }
        }

        _at++;
        return words;
    }

    private string? Substitute(string script)
    {
        var inner = Parse(script, _scope, _depth + 1);
        _tooDeep |= inner.TooDeep;
        _commands.AddRange(inner.Commands);
        return inner.Commands is [var only] ? ShellOutput.Of(only) : null;
    }

    private void End(bool pipe)
    {
        if (AtStart && _input is null)
        {
            _pipe = pipe ? _pipe : null;
            return;
        }

        var command = new ShellCommand(_words, _redirections, _assigned) { Input = _input, PipedFrom = _pipe };
        if (command.Calls("export", "declare", "typeset", "local", "readonly"))
        {
            Declare(command);
        }

        _commands.Add(command);
        foreach (var document in _hereDocuments)
        {
            document.Command ??= command;
        }

        _pipe = pipe ? command : null;
        (_words, _assigned, _redirections, _input) = ([], [], [], null);
    }

    private void Declare(ShellCommand command)
    {
        foreach (var word in command.Arguments)
        {
            var sign = word.Text.IndexOf('=', StringComparison.Ordinal);
            if (sign > 0 && ShellText.IsName(word.Text.AsSpan(0, sign)))
            {
                _scope.Set(word.Text[..sign], word.Text[(sign + 1)..]);
            }
        }
    }
}
