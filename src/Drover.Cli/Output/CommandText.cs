using System.Text;

namespace Drover.Cli.Output;

/// <summary>A command as one would type it into a shell.</summary>
internal static class CommandText
{
    private const string Plain = "@%+=:,./-_";

    internal static string Of(IReadOnlyList<string> command)
    {
        if (command is ["/bin/sh", "-c", var line])
        {
            return line;
        }

        var text = new StringBuilder();
        foreach (var word in command)
        {
            text.Append(text.Length > 0 ? " " : "").Append(Quote(word));
        }

        return text.ToString();
    }

    internal static string Quote(string word)
    {
        foreach (var letter in word)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && !Plain.Contains(letter, StringComparison.Ordinal) && letter < 128)
            {
                return $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
            }
        }

        return word.Length == 0 ? "''" : word;
    }
}
