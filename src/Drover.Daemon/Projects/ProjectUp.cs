using Drover.Contracts.Errors;
using Drover.Contracts.Projects;
using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Sessions;
using Drover.Daemon.Ports;
using Drover.Daemon.Projects.Files;
using Drover.Daemon.Projects.Plans;
using Drover.Daemon.Projects.Ports;

namespace Drover.Daemon.Projects;

/// <summary>Compares a file with what runs, and says what there is to do.</summary>
internal sealed class ProjectUp(ProjectNaming naming, ProjectSessions projectSessions, ProjectPorts ports)
{
    public Result<UpPlan> Plan(string path, ProjectUpRequest request)
    {
        var read = ProjectFiles.Read(path);
        if (!read.IsSuccess)
        {
            return read.Error!;
        }

        var file = read.Value;
        if (UnknownName(file, request.Names) is { } unknown)
        {
            return unknown;
        }

        var keep = request.DryRun is not true;
        var name = naming.NameOf(file, keep);
        if (!name.IsSuccess)
        {
            return name.Error!;
        }

        var now = projectSessions.Of(file.Folder);
        var given = ports.Give(file, (process, port) => now.TryGetValue(process, out var session) && Uses(session, port), keep);
        if (!given.IsSuccess)
        {
            return given.Error!;
        }

        var specs = new ProcessSpecs(file, name.Value, given.Value, request.Env is null ? null : BaseEnvironment.Of(request.Env)).Make();
        return specs.IsSuccess ? Decide(file, name.Value, request.Names, now, specs.Value) : specs.Error!;
    }

    private static Result<UpPlan> Decide(
        ProjectFile file, string name, IReadOnlyList<string>? names, IReadOnlyDictionary<string, KnownSession> now, IReadOnlyDictionary<string, SessionSpec> specs)
    {
        var all = names is null or [];
        var steps = new List<UpStep>();
        if (all)
        {
            steps.AddRange(now.Where(session => file.Find(session.Key) is null && session.Value.HasProcesses).OrderBy(session => session.Key, StringComparer.Ordinal).Select(session =>
                new UpStep(Change(session.Key, ProjectAction.Stop, $"removed from {Path.GetFileName(file.Path)}"), null, session.Value, [])));
        }

        var decided = new Dictionary<string, ProjectChange>(StringComparer.Ordinal);
        foreach (var process in DependencyGraph.Closure(file, all ? file.Processes.Select(process => process.Name) : names!))
        {
            var session = now.GetValueOrDefault(process.Name);
            var change = UpDecision.Decide(process, specs[process.Name], session is null ? null : ProjectSessions.Now(session), decided);
            decided[process.Name] = change;
            steps.Add(new UpStep(change, specs[process.Name], session, [.. process.DependsOn.Select(dependency => dependency.Name)]));
        }

        return PortTaken(file, steps) is { } taken ? taken : new UpPlan(file, name, steps);
    }

    // A fixed number is checked before anything is changed. What this very plan ends may have it until then.
    private static Error? PortTaken(ProjectFile file, List<UpStep> steps)
    {
        foreach (var step in steps.Where(step => step.Change.Action is ProjectAction.Start or ProjectAction.Restart))
        {
            var process = file.Find(step.Change.Process)!;
            if (process.Spec.Port?.Number is { } number
                && !steps.Exists(other => other.Session is { } session && other.Change.Action != ProjectAction.Keep && Uses(session, number))
                && PortUse.Say(number) is { } holder)
            {
                return ProjectProblems.At(file.Path, process.PlaceOf("port"), ErrorCodes.ProjectPortTaken, $"port {number}, which {process.Name} asks for, is held by {holder}");
            }
        }

        return null;
    }

    private static bool Uses(KnownSession session, int port) =>
        session.HasProcesses && session.Plan.Ports.TryGetValue(PortText.OwnPort, out var own) && own == port;

    private static Error? UnknownName(ProjectFile file, IReadOnlyList<string>? names)
    {
        var unknown = names?.FirstOrDefault(name => file.Find(name) is null);
        return unknown is null ? null : ProjectService.NoProcess(unknown, file.Path, file.Processes.Select(process => process.Name));
    }

    private static ProjectChange Change(string process, ProjectAction action, string because) => new() { Process = process, Action = action, Because = because };
}

/// <summary>What an <c>up</c> has to do, in order.</summary>
internal sealed record UpPlan(ProjectFile File, string Project, IReadOnlyList<UpStep> Steps);

/// <summary>What is to be done with one process.</summary>
/// <param name="Change">What, and why.</param>
/// <param name="Spec">What its session is started with; null for one that is not in the file any more.</param>
/// <param name="Session">Its session, if there is one.</param>
/// <param name="DependsOn">Names of the processes it depends on.</param>
internal sealed record UpStep(ProjectChange Change, SessionSpec? Spec, KnownSession? Session, IReadOnlyList<string> DependsOn);
