using System.CommandLine;

namespace Drover.Cli.CommandLine;

/// <summary>Splits <c>-w src --label web npm run dev --port 3</c> into Drover's options and the program's line: what follows the first word that is no option, or <c>--</c>.</summary>
internal static class ProgramTail
{
    internal static (IReadOnlyList<string> Own, IReadOnlyList<string> Program) Split(Command command, IReadOnlyList<string> words)
    {
        for (var at = 0; at < words.Count; at++)
        {
            var word = words[at];
            if (word is "--")
            {
                return ([.. words.Take(at)], [.. words.Skip(at + 1)]);
            }

            if (word.Length < 2 || word[0] != '-')
            {
                return ([.. words.Take(at)], [.. words.Skip(at)]);
            }

            if (!word.Contains('=', StringComparison.Ordinal) && TakesValue(command, word))
            {
                at++;
            }
        }

        return (words, []);
    }

    private static bool TakesValue(Command command, string word)
    {
        foreach (var option in command.Options)
        {
            if (string.Equals(option.Name, word, StringComparison.Ordinal) || option.Aliases.Contains(word))
            {
                return option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool);
            }
        }

        return false;
    }
}
