using System.Text;

namespace Drover.Contracts.Sessions;

/// <summary>A command as one would type it into a shell.</summary>
public static class CommandText
{
    private const string Plain = "@%+=:,./-_";

    /// <summary>The whole command; a shell line is itself.</summary>
    /// <param name="command">Program and arguments.</param>
    /// <returns>One line.</returns>
    public static string Of(IReadOnlyList<string> command)
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

    /// <summary>One word, in quotes where a shell would see more than a word in it.</summary>
    /// <param name="word">The word.</param>
    /// <returns>What to type.</returns>
    public static string Quote(string word)
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
