using System.Globalization;
using Drover.Contracts.Errors;

namespace Drover.Daemon.Projects.Files;

/// <summary>Collects what is wrong with one file. The first place is told, and how many more there are.</summary>
internal sealed class ProjectProblems(string path)
{
    private readonly List<(Place At, string Code, string Message)> _found = [];

    public bool Any => _found.Count > 0;

    public void Add(Place at, string code, string message) => _found.Add((at, code, message));

    /// <summary>An unknown word, with the one that may have been meant.</summary>
    public void Unknown(YamlText word, string code, string what, IEnumerable<string> known)
    {
        List<string> all = [.. known];
        var hint = Nearest.Of(word.Text, all) is { } near ? $"did you mean {near}?" : all.Count == 0 ? "" : $"known here: {string.Join(", ", all)}";
        Add(word.At, code, $"{what} {word.Text}{(hint.Length == 0 ? "" : $"; {hint}")}");
    }

    /// <summary>The error; null when nothing is wrong.</summary>
    public Error? ToError()
    {
        if (_found.Count == 0)
        {
            return null;
        }

        var (at, code, message) = _found.OrderBy(problem => problem.At.Line).ThenBy(problem => problem.At.Column).First();
        var more = _found.Count == 1 ? "" : $" ({_found.Count - 1} more)";
        return At(path, at, code, $"{message}{more}");
    }

    /// <summary>An error about one place of a file.</summary>
    public static Error At(string path, Place at, string code, string message) => new(
        code,
        $"{Path.GetFileName(path)}:{at.Line}:{at.Column}: {message}{(message.EndsWith('?') ? "" : ".")}",
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["file"] = path,
            ["line"] = at.Line.ToString(CultureInfo.InvariantCulture),
            ["column"] = at.Column.ToString(CultureInfo.InvariantCulture),
        });
}
