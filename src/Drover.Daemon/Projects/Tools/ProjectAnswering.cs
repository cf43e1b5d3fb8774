using Drover.Contracts.Projects;
using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Sessions;
using Drover.Daemon.Logs.Brief;

namespace Drover.Daemon.Projects.Tools;

/// <summary>Statuses and changes as agents read them.</summary>
internal sealed class ProjectAnswering(SessionService sessions)
{
    private const int LastLines = 10;
    private const int LastBytes = 1 << 10;

    public ProjectAnswer Of(ProjectStatus status, ProjectChanges? changes = null, string? next = null)
    {
        var failed = status.Processes.Where(HasFailed).ToList();
        return new ProjectAnswer
        {
            Project = status.Name,
            State = status.State.ToString().ToLowerInvariant(),
            File = status.File,
            Problem = status.Problem?.Detail,
            Processes = [.. status.Processes.Select(process => Row(process, changes?.Changes.FirstOrDefault(change => change.Process == process.Name)))],
            Next = next ?? (failed.Count > 0 ? $"get_process_output with label {failed[0].Session!.Label} has more; correct it and call project_up again" : null),
        };
    }

    private ProjectAnswerRow Row(ProjectProcessStatus process, ProjectChange? change) => new()
    {
        Name = process.Name,
        Label = process.Session?.Label,
        Action = change is null ? null : change.Failed is null ? change.Action.ToString().ToLowerInvariant() : "failed",
        Because = change?.Failed?.Detail ?? change?.Because,
        Status = process.Session is { } session ? session.Health is SessionHealth.None ? StateText.Of(session.State) : $"{StateText.Of(session.State)}, {Word(session.Health)}" : null,
        Reason = process.Failed?.Detail ?? process.Session?.Reason,
        Url = process.Urls.Count > 0 ? process.Urls[^1] : null,
        Output = HasFailed(process) ? LastWords(process.Session!.Id) : null,
    };

    private static bool HasFailed(ProjectProcessStatus process) => process.Session is
    { State: SessionState.Failed or SessionState.Lost } or { State: SessionState.Exited, ExitCode: not 0, TermSignal: null } or { Health: SessionHealth.Unhealthy };

    private static string Word(SessionHealth health) => health == SessionHealth.Waiting ? "not ready" : health.ToString().ToLowerInvariant();

    private string? LastWords(string id) => sessions.Find(id) is { IsSuccess: true, Value: var session } && session.Snapshot.RunNumber > 0
        ? OutputReader.LastOfRun(session, session.Snapshot.RunNumber, LastLines, LastBytes).Text
        : null;
}
