using Drover.Contracts.Errors;
using Drover.Contracts.Projects;
using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Sessions;

namespace Drover.Daemon.Projects.Tools;

/// <summary>Waits until nothing of a project is on its way any more: each process runs and is ready, or has ended or failed.</summary>
internal sealed class ProjectSettling(ProjectService projects, SessionService sessions, TimeProvider time)
{
    /// <returns>The status then, or when the time is over.</returns>
    public async Task<Result<ProjectStatus>> WaitAsync(string project, TimeSpan longest, CancellationToken ends)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ends);
        var timeout = Task.Delay(longest, time, over.Token);
        try
        {
            while (true)
            {
                var changes = sessions.All.Where(session => session.Plan.Spec.Project is not null).Select(session => session.Changed.Next).ToList();
                var status = await projects.StatusAsync(project);
                if (!status.IsSuccess || timeout.IsCompleted || !IsPending(status.Value))
                {
                    return status;
                }

                await Task.WhenAny([timeout, .. changes]);
                ends.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            await over.CancelAsync();
        }
    }

    public static bool IsPending(ProjectStatus status) => status.Processes.Any(process => IsPending(process) && !ProjectProgress.IsBlocked(process, status.Processes));

    public static bool IsPending(ProjectProcessStatus process) => process.Session is
    { State: SessionState.Starting or SessionState.Stopping or SessionState.Backoff } or { State: SessionState.Running, Health: SessionHealth.Waiting }
        || process is { Once: true, Session.State: SessionState.Running };
}
