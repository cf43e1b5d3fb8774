using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Sessions;
using Drover.Daemon.Ports;
using Drover.Daemon.Processes;
using Drover.Daemon.Projects.Files;

namespace Drover.Daemon.Projects.Plans;

/// <summary>Makes the spec of each process's session: ports and references filled in, environment files read, names of the project put before labels.</summary>
/// <param name="file">The file.</param>
/// <param name="project">Name of the project.</param>
/// <param name="ports">Ports by process.</param>
/// <param name="baseEnv">The environment of whoever calls; null for the daemon's.</param>
internal sealed class ProcessSpecs(ProjectFile file, string project, IReadOnlyDictionary<string, int> ports, BaseEnvironment? baseEnv)
{
    private readonly List<string> _names = [.. file.Processes.Select(process => process.Name)];

    /// <returns>The specs by process, or the first thing that is wrong in the file.</returns>
    public Result<IReadOnlyDictionary<string, SessionSpec>> Make()
    {
        var specs = new Dictionary<string, SessionSpec>(StringComparer.Ordinal);
        foreach (var process in file.Processes)
        {
            var spec = Make(process);
            if (!spec.IsSuccess)
            {
                return spec.Error!;
            }

            specs[process.Name] = spec.Value;
        }

        return specs;
    }

    public static string LabelOf(string project, string process) => $"{project}/{process}";

    private Result<SessionSpec> Make(ProjectProcess process)
    {
        var problems = new ProjectProblems(file.Path);
        var references = new References(process.Name, ports, _names);
        var texts = new ProcessTexts(process, references, problems);
        var raw = process.Spec;
        var cwd = Path.TrimEndingDirectorySeparator(Path.GetFullPath(raw.Cwd ?? ".", file.Folder));
        var environment = new ProcessEnvironment(file, process, texts, problems).Make(cwd);
        if (raw.Shell is { } line && references.LacksPort(line) && !environment.ContainsKey(PortText.OwnPort) && !HasPort(raw.BaseEnv ?? baseEnv))
        {
            problems.Add(
                process.PlaceOf("shell"),
                ErrorCodes.ProjectReferenceUnknown,
                $"$PORT is used and {process.Name} has no port; give it port: auto, or write \\$PORT if it comes from elsewhere");
        }

        var spec = raw with
        {
            Command = raw.Command is null ? null : [.. raw.Command.Select((word, index) => texts.Expand(word, $"command.{index}"))],
            Shell = raw.Shell is null ? null : texts.Expand(raw.Shell, "shell", isShell: true),
            Cwd = cwd,
            Env = environment.Count == 0 ? null : environment,
            BaseEnv = raw.BaseEnv ?? baseEnv,
            Watch = raw.Watch is null ? null : [.. raw.Watch.Select(path => Path.GetFullPath(path, cwd))],
            Ready = texts.Expand(raw.Ready, "ready"),
            Live = texts.Expand(raw.Live, "live"),
            Port = ports.TryGetValue(process.Name, out var port) ? new SessionPort(port) : null,
            Label = LabelOf(project, process.Name),
            DependsOn = process.DependsOn.Count == 0 ? null : [.. process.DependsOn.Select(DependencyOf)],
            Project = new SessionProject { Folder = file.Folder, Process = process.Name, Once = process.Once ? true : null },
        };
        if (problems.ToError() is { } error)
        {
            return error;
        }

        return SessionService.Check(spec) is { } wrong
            ? ProjectProblems.At(file.Path, process.PlaceOf(wrong.Details?.GetValueOrDefault("field") ?? ""), ErrorCodes.ProjectFileInvalid, wrong.Message.TrimEnd('.'))
            : spec;
    }

    private static bool HasPort(BaseEnvironment? from) => BaseVariables.Of(from ?? BaseEnvironment.Daemon).ContainsKey(PortText.OwnPort);

    /// <summary>Without a condition: one that ends by itself must have ended well; of the others, those that can say so must be ready.</summary>
    public static DependencyCondition ConditionOf(ProjectFile file, ProcessDependency dependency) =>
        dependency.Condition ?? (file.Find(dependency.Name) is { Once: true } ? DependencyCondition.ExitedOk : DependencyCondition.Ready);

    private Dependency DependencyOf(ProcessDependency dependency) => new(LabelOf(project, dependency.Name), ConditionOf(file, dependency));
}
