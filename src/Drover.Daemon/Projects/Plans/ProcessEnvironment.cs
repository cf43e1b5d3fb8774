using Drover.Contracts.Errors;
using Drover.Daemon.Configuration;
using Drover.Daemon.Projects.Files;

namespace Drover.Daemon.Projects.Plans;

/// <summary>
/// A process's own variables, later ones over earlier: the project's files, the project's variables, the process's files, the process's
/// variables. Files are read at every <c>up</c>, so that it can say which variable changed.
/// </summary>
internal sealed class ProcessEnvironment(ProjectFile file, ProjectProcess process, ProcessTexts texts, ProjectProblems problems)
{
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Make(string cwd)
    {
        AddFiles(file.EnvFiles, file.Folder);
        foreach (var (name, value) in file.Env)
        {
            _variables[name] = texts.Expand(value.Text, value.At);
        }

        AddFiles(process.EnvFiles, cwd);
        foreach (var (name, value) in process.Spec.Env ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            _variables[name] = texts.Expand(value, $"env.{name}");
        }

        return _variables;
    }

    private void AddFiles(IReadOnlyList<YamlText> files, string folder)
    {
        foreach (var name in files)
        {
            var read = EnvFile.Read(Path.GetFullPath(name.Text, folder), ErrorCodes.ProjectFileUnreadable);
            if (read.Error is { } error)
            {
                problems.Add(name.At, ErrorCodes.ProjectFileUnreadable, error.Message.TrimEnd('.'));
                continue;
            }

            foreach (var (variable, value) in read.Value)
            {
                // What is in the file is what the program gets, also where a session would put a port.
                _variables[variable] = value.Replace("$FREE_PORT", "\\$FREE_PORT", StringComparison.Ordinal).Replace("${FREE_PORT", "\\${FREE_PORT", StringComparison.Ordinal);
            }
        }
    }
}
