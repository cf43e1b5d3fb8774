using System.Text.Json.Nodes;
using Drover.Contracts.Sessions;
using Drover.Contracts.Tasks;
using Drover.Contracts.Workspaces;
using Drover.Daemon.Features.Jobs;
using Drover.Daemon.Features.Tasks.Attempts;
using Drover.Daemon.Features.Tasks.Events;
using Drover.Daemon.Workspaces;

namespace Drover.Daemon.Features.Tasks.Review;

/// <summary>Runs a task's checks on what an attempt has left, one after the other, as jobs; their results stand beside the diff.</summary>
internal sealed class TaskChecks(JobService jobs, AttemptSandbox sandbox, TaskJournal journal)
{
    private const string Running = "running";

    /// <summary>Begins with them; the task is not held up.</summary>
    public void Start(KnownTask task, int attempt)
    {
        if (task.Record.Spec.Checks.Count > 0)
        {
            _ = RunAsync(task, attempt);
        }
    }

    /// <summary>Those that a daemon's death has interrupted are run again.</summary>
    public void Resume(KnownTask task)
    {
        if (task.Record.Checks.Any(check => check.Status == Running) && task.Record.Attempts is [.., { FinishedAt: not null } last])
        {
            task.Change(record => record with { Checks = [.. record.Checks.Where(check => check.AttemptNumber != last.AttemptNumber)] });
            Start(task, last.AttemptNumber);
        }
    }

    private async Task RunAsync(KnownTask task, int attempt)
    {
        foreach (var command in task.Record.Spec.Checks)
        {
            var folder = task.Record.Worktree?.Folder ?? task.Record.Spec.Workspace;
            Set(task, new TaskCheck { Command = command, AttemptNumber = attempt, Status = Running });
            var line = await sandbox.CheckAsync(task.Record, command, folder);
            var started = line.Error is { } unavailable ? unavailable : await jobs.StartAsync(new JobSpec
            {
                Cmd = line.Value.Line,
                Folder = new WorkspaceFolder(new Workspace(task.Record.Spec.Title, folder), folder),
                BaseEnv = BaseEnvironment.None,
                Env = line.Value.Environment,
                IsRecent = false,
            });
            if (started.Error is { } error)
            {
                Set(task, new TaskCheck { Command = command, AttemptNumber = attempt, Status = "failed" });
                TaskHistory.Tell(task, TaskEventKind.Error, EventCategories.Check, $"The check {command} could not be run: {error.Message}");
                continue;
            }

            var job = started.Value;
            task.CheckRun = job.Snapshot.RunId;
            await job.WaitForEndAsync(CancellationToken.None);
            task.CheckRun = null;
            var (code, duration) = (job.End!.Code, job.Duration);
            Set(task, new TaskCheck
            {
                Command = command,
                AttemptNumber = attempt,
                Status = code == 0 ? "passed" : "failed",
                ExitCode = code,
                DurationMs = (long?)duration?.TotalMilliseconds,
                JobId = job.Name,
            });
            TaskHistory.Tell(task, TaskEventKind.Lifecycle, EventCategories.Check, $"The check {command} {(code == 0 ? "passed" : $"failed with {code}")}", new JsonObject { ["job_id"] = job.Name, ["exit_code"] = code });
        }
    }

    private void Set(KnownTask task, TaskCheck check)
    {
        task.Change(record => record with { Checks = [.. record.Checks.Where(other => other.Command != check.Command || other.AttemptNumber != check.AttemptNumber), check] });
        journal.Write(task);
    }
}
