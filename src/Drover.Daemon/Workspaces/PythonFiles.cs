using System.Text.RegularExpressions;

namespace Drover.Daemon.Workspaces;

/// <summary>What a folder of Python has: the tools it sets up, the packages it needs, and how its programs are run.</summary>
internal sealed partial class PythonFiles
{
    private const int MatchMilliseconds = 1000;

    private static readonly string[] Marks =
        ["pyproject.toml", "setup.cfg", "setup.py", "tox.ini", "noxfile.py", "pytest.ini", "requirements.txt", "Pipfile", "manage.py", "conftest.py", "app.py", "wsgi.py", "main.py", "asgi.py", "server.py"];

    private readonly FolderFiles _files;
    private readonly string _needs;

    private PythonFiles(FolderFiles files)
    {
        _files = files;
        _needs = string.Join('\n', files.Names
            .Where(name => name is "pyproject.toml" or "setup.cfg" or "setup.py" or "Pipfile" || (name.StartsWith("requirements", StringComparison.Ordinal) && name.EndsWith(".txt", StringComparison.Ordinal)))
            .Select(files.Text));
    }

    /// <summary>Goes before a program: <c>uv run </c>, <c>poetry run </c> …; empty where programs are run as they are.</summary>
    public string Runner => _files.First("uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock") switch
    {
        "uv.lock" => "uv run ",
        "poetry.lock" => "poetry run ",
        "pdm.lock" => "pdm run ",
        "Pipfile.lock" => "pipenv run ",
        _ => "",
    };

    /// <returns>Null when the folder has nothing of Python.</returns>
    public static PythonFiles? In(FolderFiles files) => files.First(Marks) is null ? null : new PythonFiles(files);

    /// <summary>Whether it asks for a package, in any of the files that can.</summary>
    public bool Needs(string package) => Regex.IsMatch(_needs, $@"(?im)(^|[\s""'\[,=]){Regex.Escape(package)}(?![\w.-]*[\w])\s*($|[\s""'\]\[<>=~!;,#])", RegexOptions.ExplicitCapture, TimeSpan.FromMilliseconds(MatchMilliseconds));

    /// <summary>The place where a tool is set up: a table of pyproject.toml, or one of these files, as the source of what it does.</summary>
    public string? Configured(string tool, params ReadOnlySpan<string> ownFiles)
    {
        if (Tables().Matches(_files.Text("pyproject.toml") ?? "").Any(table => table.Groups["name"].Value == tool))
        {
            return $"pyproject.toml:tool.{tool}";
        }

        foreach (var (file, section) in ((string, string)[])[("setup.cfg", $"[{tool}]"), ("setup.cfg", $"[tool:{tool}]"), ("tox.ini", $"[{tool}]")])
        {
            if (_files.Text(file)?.Contains(section, StringComparison.Ordinal) is true)
            {
                return $"{file}:{tool}";
            }
        }

        return _files.First(ownFiles);
    }

    // [tool.ruff], [tool.ruff.lint], [tool.pytest.ini_options]
    [GeneratedRegex(@"^\s*\[\[?tool\.(?<name>[A-Za-z0-9_-]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Tables();
}
