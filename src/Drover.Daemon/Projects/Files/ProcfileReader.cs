using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;

namespace Drover.Daemon.Projects.Files;

/// <summary>Reads a Procfile. Every process gets a port as <c>PORT</c>, and a <c>.env</c> beside the file is read, as programs that came before do.</summary>
/// <remarks>
/// A sample of everything understood:
/// <code>
/// # comment
/// web: bundle exec rails server -p $PORT
/// worker:   node worker.js --queue "a:b"
/// </code>
/// </remarks>
internal static class ProcfileReader
{
    private const string EnvFile = ".env";

    public static Result<ProjectFile> Read(string text, string path, string folder, bool hasEnvFile)
    {
        var problems = new ProjectProblems(path);
        var processes = new List<ProjectProcess>();
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            var at = new Place(number, 1);
            var trimmed = line.Trim();
            if (trimmed.Length == 0 || trimmed[0] == '#')
            {
                continue;
            }

            var colon = trimmed.IndexOf(':', StringComparison.Ordinal);
            var (name, command) = colon < 0 ? ("", "") : (trimmed[..colon].TrimEnd(), trimmed[(colon + 1)..].Trim());
            if (!ProjectFileReader.IsName(name) || command.Length == 0)
            {
                problems.Add(at, ErrorCodes.ProjectFileInvalid, "a line is NAME: COMMAND");
            }
            else if (processes.Find(process => process.Name == name) is { } first)
            {
                problems.Add(at, ErrorCodes.ProjectFileInvalid, $"{name} is there already, in line {first.At.Line}");
            }
            else
            {
                processes.Add(new ProjectProcess { Name = name, At = at, Spec = new SessionSpec { Shell = command, Port = SessionPort.Auto } });
            }
        }

        if (processes.Count == 0)
        {
            problems.Add(new Place(1, 1), ErrorCodes.ProjectFileInvalid, "the file has no processes");
        }

        return problems.ToError() is { } error ? error : new ProjectFile
        {
            Path = path,
            Folder = folder,
            Name = ProjectNames.FromFolder(folder),
            EnvFiles = hasEnvFile ? [new YamlText(EnvFile, IsPlain: true, new Place(1, 1))] : [],
            Processes = processes,
        };
    }
}
