using Drover.Contracts.Errors;
using Drover.Contracts.Projects;
using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Sessions;
using Microsoft.Extensions.Logging;

namespace Drover.Daemon.Projects;

/// <summary>
/// Does what a plan says. First what is not wanted any more ends; then sessions are made in the order of their dependencies, all without
/// waiting: each session itself waits for the others, also under the next daemon.
/// </summary>
internal sealed partial class ProjectUpRun(SessionService sessions, ProjectStopping stopping, ProjectFailures failures, ILogger<ProjectUpRun> logger)
{
    public async Task<IReadOnlyList<ProjectChange>> RunAsync(UpPlan plan)
    {
        var stops = plan.Steps.Where(step => step.Spec is null).Select(step => stopping.StopAsync(step.Session!, step.Change)).ToList();
        var done = new List<ProjectChange>(await Task.WhenAll(stops));
        var failed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var step in plan.Steps.Where(step => step.Spec is not null))
        {
            var error = step.Change.Action == ProjectAction.Keep ? null : await StartAsync(step, step.Spec!, failed);
            if (error is not null)
            {
                failed.Add(step.Change.Process);
            }

            done.Add(error is null ? step.Change : step.Change with { Failed = new ProjectFailure(error.Code, error.Message) });
        }

        foreach (var step in plan.Steps)
        {
            failures.Note(plan.File.Folder, done.Find(change => change.Process == step.Change.Process)!, step.Session?.Snapshot.RunNumber ?? 0);
        }

        foreach (var change in done.Where(change => change.Action != ProjectAction.Keep))
        {
            Changed(plan.Project, change.Process, change.Action, change.Because, change.Failed?.Detail);
        }

        return done;
    }

    /// <summary>What a plan would do, with what would fail for want of something on this machine. Does nothing.</summary>
    public IReadOnlyList<ProjectChange> Rehearse(UpPlan plan)
    {
        var done = new List<ProjectChange>();
        var failed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var step in plan.Steps)
        {
            var error = step.Spec is null || step.Change.Action == ProjectAction.Keep ? null : Needed(step, failed) ?? sessions.Lacks(step.Spec);
            if (error is not null)
            {
                failed.Add(step.Change.Process);
            }

            done.Add(error is null ? step.Change : step.Change with { Failed = new ProjectFailure(error.Code, error.Message) });
        }

        return done;
    }

    private static Error? Needed(UpStep step, HashSet<string> failed) => step.DependsOn.FirstOrDefault(failed.Contains) is { } needed
        ? new Error(ErrorCodes.SessionDependencyFailed, $"It depends on {needed}, which could not be started.")
        : null;

    private async Task<Error?> StartAsync(UpStep step, SessionSpec spec, HashSet<string> failed)
    {
        if (Needed(step, failed) is { } needed)
        {
            return needed;
        }

        if (step.Session is { } session && session.Label == spec.Label)
        {
            return (await sessions.RestartAsAsync(session, spec, $"{(step.Change.Action == ProjectAction.Start ? "started" : "restarted")} by up: {step.Change.Because}")).Error;
        }

        if (step.Session is { HasProcesses: true } renamed && (await stopping.StopAsync(renamed, step.Change)).Failed is { } left)
        {
            return new Error(left.Code, left.Detail);
        }

        return (await sessions.CreateAsync(spec, CancellationToken.None)).Error;
    }

    [LoggerMessage(2101, LogLevel.Information, "Project {Project}: {Action} {Process} ({Because}); error: {Failure}")]
    private partial void Changed(string project, string process, ProjectAction action, string because, string? failure);
}
