using System.Text.RegularExpressions;
using Drover.Contracts.Tasks;
using Drover.Daemon.Features.Tasks.Guardrails.Shell;

namespace Drover.Daemon.Features.Tasks.Guardrails;

/// <summary>
/// One entry of the block list. As a command it fits when the program is the same, its options are among those given, in whatever order and
/// spelling, and its other words come first. A fragment that is not of the default list is also searched for as a phrase, since it may
/// be no command at all (<c>DROP TABLE</c>, <c>--force</c>).
/// </summary>
internal sealed class BlockedFragment
{
    private static readonly Dictionary<string, string> LongOptions = new(StringComparer.Ordinal)
    {
        ["--recursive"] = "-r",
        ["-R"] = "-r",
        ["--force"] = "-f",
        ["--dir"] = "-d",
        ["--verbose"] = "-v",
    };

    private readonly IReadOnlyList<string> _operands;
    private readonly HashSet<string> _options;
    private readonly Regex? _phrase;
    private readonly Regex _prose;
    private readonly string? _program;

    private BlockedFragment(string text, string? program, HashSet<string> options, IReadOnlyList<string> operands)
    {
        (Text, _program, _options, _operands) = (text, program, options, operands);
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Regex.Escape);
        _prose = new Regex(@"(?<![\w./-])" + string.Join(@"\s+", words) + @"(?![\w-])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(2));
        _phrase = TaskPolicy.DefaultBlockedCommands.Contains(text, StringComparer.OrdinalIgnoreCase) ? null : _prose;
    }

    public string Text { get; }

    public static BlockedFragment Parse(string fragment)
    {
        var text = fragment.Trim();
        var commands = ShellParser.Parse(text).Commands;
        if (commands is not [{ Words.Count: > 0, Redirections.Count: 0 } only] || only.Words[0].Text.StartsWith('-') || only.Words[0].IsUnknown)
        {
            return new BlockedFragment(text, null, [], []);
        }

        var (options, operands) = Split(only.Words);
        return new BlockedFragment(text, only.Words[0].FileName, options, operands);
    }

    public string? Refuse(ShellScript script) => script.Commands.Any(Fits) ? CommandRules.Blocked(Text) : null;

    /// <summary>Whether a text for people holds the fragment, or the command it names with its options in another order.</summary>
    public bool IsIn(string prose)
    {
        if (_prose.IsMatch(prose))
        {
            return true;
        }

        return _options.Count > 0 && prose.Split('\n').Any(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is var words
            && words.Index().Any(word => Bare(word.Item).Equals(_program, StringComparison.Ordinal) && FitsArguments([.. words.Skip(word.Index).Select(next => ShellWord.Of(Bare(next)))])));
    }

    private static string Bare(string word) => word.Trim('`', '"', '\'', '(', ')', ',', ';', '.');

    private bool Fits(ShellCommand command)
    {
        if (_phrase?.IsMatch(command.ToString()) == true)
        {
            return true;
        }

        if (_program is null || command.Program is not { } program)
        {
            return false;
        }

        // What only the shell will know may be any program; with its arguments the same, it is taken for this one.
        var mayBe = program.IsUnknown && (_options.Count > 0 || _operands.Count > 0);
        return (mayBe || program.Calls(_program)) && FitsArguments(command.Words);
    }

    private bool FitsArguments(IReadOnlyList<ShellWord> words)
    {
        var (options, operands) = Split(words);
        return _options.IsSubsetOf(options) && operands.Count >= _operands.Count && _operands.Index().All(operand => string.Equals(operand.Item, operands[operand.Index], StringComparison.Ordinal));
    }

    private static (HashSet<string> Options, List<string> Operands) Split(IReadOnlyList<ShellWord> words)
    {
        var options = new HashSet<string>(StringComparer.Ordinal);
        var operands = new List<string>();
        var isGit = words[0].Calls("git");
        var onlyOperands = false;
        for (var n = 1; n < words.Count; n++)
        {
            var word = words[n].Text;
            if (onlyOperands || !word.StartsWith('-') || word.Length == 1)
            {
                operands.Add(word);
            }
            else if (word is "--")
            {
                onlyOperands = true;
            }
            else if (word.StartsWith("--", StringComparison.Ordinal))
            {
                options.Add(LongOptions.GetValueOrDefault(word, word));
            }
            else
            {
                n += isGit && operands.Count == 0 && word is "-C" or "-c" ? 1 : 0;
                options.UnionWith(word.Skip(1).Select(letter => LongOptions.GetValueOrDefault($"-{letter}", $"-{letter}")));
            }

            n += isGit && operands.Count == 0 && GitCommands.TakesValue(word) ? 1 : 0;
        }

        return (options, operands);
    }
}
