using System.Text.Json.Nodes;
using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Contracts.Tasks;
using Drover.Daemon.Features.Tasks.Events;
using Drover.Daemon.Features.Tasks.Guardrails;
using Drover.Daemon.Features.Tasks.Review;
using Drover.Daemon.Features.Tasks.Runners;
using Drover.Daemon.Processes;
using Drover.Supervision.Spawn;
using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Features.Tasks.Attempts;

/// <summary>
/// Starts an attempt: the policy is asked, the worktree is there or made, the sandbox is put around it, the process runs, its conversation is followed. To be
/// called by whoever holds the task's gate.
/// </summary>
internal sealed class AttemptStart(
    TaskRunners runners,
    TaskChanges changes,
    AttemptSandbox sandbox,
    AttemptLauncher launcher,
    AttemptFiles files,
    AttemptFollower follower,
    AttemptBudget budget,
    TaskJournal journal,
    TaskEvents events,
    TaskNotices notices,
    FollowingTasks following,
    TimeProvider time)
{
    /// <param name="task">The task.</param>
    /// <param name="reply">What is said to the agent instead of the task's prompt; null for the prompt.</param>
    public async Task<Error?> RunAsync(KnownTask task, string? reply)
    {
        var record = task.Record;
        if (TaskTransitions.After(record.State, TaskMove.Start).Error is { } impossible)
        {
            return impossible;
        }

        if (Refusal(record, reply) is { } refused)
        {
            task.Move(TaskMove.Refuse, refused.Message, time.GetUtcNow());
            events.TellState(task, EventCategories.Refused, refused.Message);
            journal.Write(task);
            return refused;
        }

        if (await changes.IsolateAsync(task) is { } noFolder)
        {
            return Failed(task, noFolder);
        }

        record = task.Record;
        var runner = runners.Find(record.Spec.Runner);
        if (runner is null)
        {
            return Failed(task, runners.Unknown(record.Spec.Runner));
        }

        var number = record.Attempts.Count + 1;
        var folder = record.Worktree?.Folder ?? record.Spec.Workspace;
        var scratch = files.FolderOf(task.Id, number);
        var start = StartOf(record, reply, folder, scratch, await sandbox.WrapsAsync(record, runner));
        var launch = runner.Launch(start);
        if (launch.Error is { } cannot)
        {
            return Failed(task, cannot);
        }

        var (spec, reason) = launcher.Prepare(task, number, launch.Value, folder, Variables(record, launch.Value));
        if (spec is null)
        {
            return Failed(task, new Error(ErrorCodes.TaskStartFailed, $"Cannot start {record.Spec.Runner} runner: {reason}"));
        }

        var wrapped = await sandbox.PrepareAsync(record, runner, launch.Value, spec, scratch);
        if (wrapped.Error is { } unavailable)
        {
            return Failed(task, unavailable);
        }

        var living = new LivingAttempt(number, runner.Begin(start));
        if (sandbox.Open(task, living, wrapped.Value.Door) is { } closed)
        {
            return Failed(task, closed);
        }

        task.Change(known => known with { Door = wrapped.Value.Door });
        return await RunAsync(task, living, wrapped.Value.Spec, folder, wrapped.Value.Policy, launch.Value, reply);
    }

    /// <summary>The conversation of an attempt that an earlier daemon started, from its beginning.</summary>
    public void Adopt(KnownTask task, int number)
    {
        var record = task.Record;
        if (runners.Find(record.Spec.Runner) is not { } runner)
        {
            return;
        }

        var folder = record.Worktree?.Folder ?? record.Spec.Workspace;
        task.Living = new LivingAttempt(number, runner.Begin(StartOf(record, null, folder, files.FolderOf(task.Id, number), isWrapped: record.Attempts[^1].EffectivePolicy?.Sandboxed is true)));
        if (sandbox.Open(task, task.Living, record.Door) is { } closed)
        {
            TaskHistory.Tell(task, TaskEventKind.Error, EventCategories.Sandbox, closed.Message);
        }
    }

    /// <summary>Follows the attempt's log from a line on.</summary>
    public void Follow(KnownTask task, long from)
    {
        var living = task.Living!;
        following.Add(follower.RunAsync(task, living, from, following.Stopping));
        following.Add(follower.WatchQuietAsync(task, living, following.Stopping));
    }

    private async Task<Error?> RunAsync(KnownTask task, LivingAttempt living, ProcessSpec spec, string folder, EffectivePolicy policy, RunnerLaunch launch, string? reply)
    {
        var (now, number) = (time.GetUtcNow(), living.Number);
        task.Change(record => record with
        {
            Attempts =
            [
                .. record.Attempts,
                new TaskAttempt
                {
                    Id = TaskEventReading.AttemptId(task.Id, number),
                    TaskId = task.Id,
                    AttemptNumber = number,
                    Runner = record.Spec.Runner,
                    Status = TaskState.Running,
                    ExecutionWorkspace = folder,
                    RunnerSessionId = record.RunnerSessionId,
                    StartedAt = now,
                    CostLedger = new CostLedger(),
                    EffectivePolicy = policy,
                },
            ],
            IsWaiting = false,
            MergedAt = null,
            AnsweredSequence = 0,
        });
        task.Move(TaskMove.Start, null, now);
        task.NextRun = spec;
        task.Living = living;
        if (reply is not null)
        {
            TaskHistory.Tell(task, TaskEventKind.Input, EventCategories.Reply, reply, new JsonObject { ["delivery"] = "session-resume" });
        }

        var from = task.Log.NextSequence;
        budget.Goes(task);
        journal.Write(task);
        events.TellState(task, EventCategories.AttemptStarted, $"Attempt {number} started with {task.Record.Spec.Runner} in {folder}", new JsonObject { ["attempt"] = number });
        if (policy.Reason is { } unprotected)
        {
            TaskHistory.Tell(task, TaskEventKind.Lifecycle, EventCategories.Sandbox, $"Without a sandbox: {unprotected}");
        }

        await launcher.ProcessOf(task).StartAsync(RunTrigger.Start);
        await SpawnedAsync(task, number);
        task.NextRun = null;
        Follow(task, from);
        if (spec.Stdin is StdinMode.Hold)
        {
            await follower.OpenAsync(task, living, launch);
        }

        return null;
    }

    // A start is accepted also while something of the run before is left: that is ended first, and only then is asked what to run.
    private static async Task SpawnedAsync(KnownTask task, int number)
    {
        while (true)
        {
            var changed = task.Changed.Next;
            if (task.Told is { State: not ProcessState.Starting } told && told.RunNumber >= number)
            {
                return;
            }

            await changed;
        }
    }

    // The same rules as at the creation, asked again: a reply is new, and what is refused now says so with another status.
    private static Error? Refusal(TaskRecord record, string? reply)
    {
        var spec = record.Spec;
        var refused = PolicyCheck.Start(spec.Policy, spec.Runner, spec.Command, spec.Prompt, spec.Workspace) ?? (reply is null ? null : PolicyCheck.Reply(spec.Policy, spec.Runner, reply));
        return refused is { } rule ? new Error(ErrorCodes.TaskStartRefused, rule.Message)
            : spec.Policy.RequireApproval && record.ApprovedAt is null ? ApprovalNeeded
            : null;
    }

    private static Error ApprovalNeeded =>
        new Error(ErrorCodes.TaskApprovalRequired, "The task has to be approved before it starts: drover task approve, or POST /tasks/ID/approve.");

    private Error Failed(KnownTask task, Error error)
    {
        task.Move(TaskMove.FailToStart, error.Message, time.GetUtcNow());
        task.Change(record => record with { IsWaiting = false });
        events.TellState(task, EventCategories.AttemptStartFailed, error.Message);
        journal.Write(task);
        notices.Send(task, "failed", error.Message);
        return error;
    }

    private static RunnerStart StartOf(TaskRecord record, string? reply, string folder, string scratch, bool isWrapped) => new()
    {
        Prompt = reply ?? record.Spec.Prompt,
        Command = record.Spec.Command,
        Folder = folder,
        ScratchFolder = scratch,
        ResumeSession = reply is null ? null : record.RunnerSessionId,
        Earlier = reply is null ? null : TaskViews.Sum(record.Attempts.Where(attempt => attempt.RunnerSessionId == record.RunnerSessionId)),
        Model = record.Spec.Model,
        AllowedMcpTools = record.Spec.Policy.AllowedMcpTools ?? [],
        AllowNetwork = record.Spec.Policy.NetworkMode == NetworkMode.Enabled,
        UsesOwnSandbox = !isWrapped && record.Spec.Policy.Sandbox != SandboxDemand.Off,
    };

    private static Dictionary<string, string> Variables(TaskRecord record, RunnerLaunch launch)
    {
        var (variables, policy) = (BaseVariables.Of(BaseEnvironment.Daemon), record.Spec.Policy);
        foreach (var name in launch.NotInherited)
        {
            variables.Remove(name);
        }

        foreach (var (name, value) in launch.Environment)
        {
            variables[name] = value;
        }

        variables["OPENRUNTIME_NETWORK_MODE"] = (policy.NetworkMode ?? NetworkMode.Disabled).ToString().ToLowerInvariant();
        variables["OPENRUNTIME_GIT_WRITE"] = policy.AllowGitWrite ? "enabled" : "disabled";
        variables["OPENRUNTIME_SECRET_ACCESS"] = policy.AllowSecrets ? "enabled" : "disabled";
        variables["DROVER_TASK_ID"] = record.Id.ToString();
        return variables;
    }
}
