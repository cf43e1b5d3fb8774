using System.Text;
using Drover.Contracts.Errors;
using Drover.Supervision.Posix;

namespace Drover.Daemon.Configuration;

/// <summary>Reads files of <c>KEY=value</c> lines.</summary>
/// <remarks>
/// A sample of everything understood:
/// <code>
/// # comment
/// export NAME=plain value        # comment behind a blank
/// QUOTED="two\nlines, a \" and a # that is none"
/// LITERAL='no $escapes\n here'
/// EMPTY=
/// </code>
/// References to other variables are not expanded: what is in the file is what the program gets.
/// </remarks>
internal static class EnvFile
{
    private const int MostBytes = 4 << 20;

    // The usual word for no file at all.
    private const string NoFile = "/dev/null";

    /// <summary>Reads a file; never waits for one that somebody else would have to write.</summary>
    /// <param name="path">The file: a regular one of at most 4 MiB, or <c>/dev/null</c> for none.</param>
    /// <param name="code">The error code when it cannot be read or understood.</param>
    public static Result<IReadOnlyDictionary<string, string>> Read(string path, string code)
    {
        if (Path.GetFullPath(path) == NoFile)
        {
            return new Dictionary<string, string>(StringComparer.Ordinal);
        }

        string text;
        try
        {
            using var reader = new StreamReader(new MemoryStream(RegularFile.Read(path, MostBytes)), Encoding.UTF8);
            text = reader.ReadToEnd();
        }
        catch (IOException failure)
        {
            return new Error(code, $"The environment file {path} cannot be read: {failure.Message}", new Dictionary<string, string>(StringComparer.Ordinal) { ["path"] = path });
        }

        return Parse(text, path, code);
    }

    public static Result<IReadOnlyDictionary<string, string>> Parse(string text, string path, string code)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var raw in text.AsSpan().EnumerateLines())
        {
            number++;
            var line = raw.Trim().TrimStart('\uFEFF');
            if (line.IsEmpty || line[0] == '#')
            {
                continue;
            }

            if (line.StartsWith("export ", StringComparison.Ordinal))
            {
                line = line["export ".Length..].TrimStart();
            }

            var equals = line.IndexOf('=');
            var name = equals < 0 ? default : line[..equals].TrimEnd();
            if (name.IsEmpty || name.ContainsAny(" \t\"'\0") || !TryValue(line[(equals + 1)..].TrimStart(), out var value))
            {
                return new Error(
                    code,
                    $"{path}:{number}: a line is KEY=value or a comment.",
                    new Dictionary<string, string>(StringComparer.Ordinal) { ["path"] = path, ["line"] = $"{number}" });
            }

            variables[name.ToString()] = value;
        }

        return variables;
    }

    private static bool TryValue(ReadOnlySpan<char> text, out string value)
    {
        value = "";
        if (text.IsEmpty)
        {
            return true;
        }

        if (text[0] is '"' or '\'')
        {
            return TryQuoted(text[1..], text[0], out value);
        }

        var comment = text.IndexOf(" #", StringComparison.Ordinal);
        value = (comment < 0 ? text : text[..comment]).TrimEnd().ToString();
        return true;
    }

    private static bool TryQuoted(ReadOnlySpan<char> text, char quote, out string value)
    {
        var built = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == quote)
            {
                value = built.ToString();
                var rest = text[(i + 1)..].TrimStart();
                return rest.IsEmpty || rest[0] == '#';
            }

            if (text[i] == '\\' && quote == '"' && i + 1 < text.Length)
            {
                i++;
                built.Append(text[i] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', var other => other });
                continue;
            }

            built.Append(text[i]);
        }

        value = "";
        return false;
    }
}
