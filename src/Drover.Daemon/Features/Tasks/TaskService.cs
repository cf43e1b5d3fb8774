using System.Text.Json.Nodes;
using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;
using Drover.Contracts.Workspaces;
using Drover.Daemon.Features.Tasks.Attempts;
using Drover.Daemon.Features.Tasks.Events;
using Drover.Daemon.Features.Tasks.Guardrails;

namespace Drover.Daemon.Features.Tasks;

/// <summary>The use cases of a task's life. Every edge comes through here; what touches its changes is in <see cref="Review.TaskReview"/>.</summary>
internal sealed class TaskService(
    TaskRegistry registry,
    TaskRules rules,
    AttemptLauncher launcher,
    AttemptStart attempts,
    AttemptStopping stopping,
    AttemptBudget budget,
    AttemptFiles files,
    TaskQueue queue,
    TaskStore store,
    TaskJournal journal,
    TaskEvents events,
    TimeProvider time)
{
    public IReadOnlyList<KnownTask> All => registry.All;

    public Result<KnownTask> Find(string id) => registry.Find(id);

    /// <summary>Makes a task known, or with <c>best_of</c> one for each runner. None of them is started yet.</summary>
    public Result<IReadOnlyList<KnownTask>> Create(CreateTaskRequest request, Workspace workspace)
    {
        var specs = rules.Check(request, workspace);
        if (specs.Error is { } wrong)
        {
            return wrong;
        }

        if (specs.Value[0].DependsOn.FirstOrDefault(id => registry.Of(id) is null) is var missing && missing != Guid.Empty)
        {
            return TaskErrors.Invalid("depends_on", $"depends_on names {missing}, and there is no such task.");
        }

        var now = time.GetUtcNow();
        var ids = specs.Value.Select(_ => Guid.NewGuid()).ToList();
        var made = new List<KnownTask>();
        foreach (var (at, spec) in specs.Value.Index())
        {
            var record = new TaskRecord { Id = ids[at], Spec = spec, CreatedAt = now, UpdatedAt = now, Siblings = [.. ids.Where(id => id != ids[at])] };
            if (store.Save(record).Error is { } notStored)
            {
                return notStored;
            }

            var task = new KnownTask(record, launcher.LogOf);
            registry.Add(task);
            events.TellState(task, EventCategories.Created, $"Task \"{spec.Title}\" created for {spec.Runner}");
            made.Add(task);
        }

        return made;
    }

    /// <summary>Starts an attempt, or has it wait for its turn.</summary>
    public async Task<Error?> StartAsync(KnownTask task)
    {
        await task.Gate.WaitAsync();
        try
        {
            if (TaskTransitions.After(task.Record.State, TaskMove.Start).Error is { } impossible)
            {
                return impossible;
            }

            if (task.Record.State == TaskState.Queued && queue.Obstacle(task) is { } obstacle)
            {
                task.Change(record => record with { IsWaiting = true, Reason = obstacle, UpdatedAt = time.GetUtcNow() });
                events.TellState(task, EventCategories.Queued, $"Waits to be started: {obstacle}");
                journal.Write(task);
                return null;
            }

            return await attempts.RunAsync(task, reply: null);
        }
        finally
        {
            task.IsStarting = false;
            task.Gate.Release();
        }
    }

    /// <summary>Begins to stop what runs, or takes what waits out of the queue.</summary>
    public async Task<Error?> StopAsync(KnownTask task)
    {
        await task.Gate.WaitAsync();
        try
        {
            if (task.Living is { } living)
            {
                await stopping.StopAsync(task, living, "asked for");
                return null;
            }

            var moved = task.Move(TaskMove.Stop, "it was stopped before it started", time.GetUtcNow());
            if (moved.Error is { } ended)
            {
                return ended;
            }

            task.Change(record => record with { IsWaiting = false });
            events.TellState(task, EventCategories.AttemptStopped, "Stopped before it started");
            journal.Write(task);
            return null;
        }
        finally
        {
            task.Gate.Release();
        }
    }

    /// <summary>Approves the start.</summary>
    public async Task<Error?> ApproveStartAsync(KnownTask task, string? note, bool start)
    {
        if (task.Record.State is not (TaskState.Queued or TaskState.NeedsInput) || task.Living is not null)
        {
            return TaskTransitions.After(task.Record.State, TaskMove.Refuse).Error ?? new Error(ErrorCodes.TaskActive, "The task runs already; there is no start to approve.");
        }

        task.Change(record => record with { ApprovedAt = record.ApprovedAt ?? time.GetUtcNow(), State = TaskState.Queued, Reason = null, UpdatedAt = time.GetUtcNow() });
        events.TellState(task, EventCategories.Approved, note is { Length: > 0 } ? $"Approved: {note}" : "Approved");
        journal.Write(task);
        return start ? await StartAsync(task) : null;
    }

    /// <summary>Answers something the agent asks for.</summary>
    public async Task<Error?> DecideAsync(KnownTask task, string requestId, ApprovalDecision decision, string? message)
    {
        await task.Gate.WaitAsync();
        try
        {
            var asked = task.Record.Approvals.FirstOrDefault(approval => approval.RequestId == requestId);
            if (asked is null)
            {
                return new Error(ErrorCodes.TaskApprovalUnknown, $"The task has not asked for \"{requestId}\".");
            }

            if (asked.Status != ApprovalStatus.Pending || task.Living is not { } living)
            {
                return new Error(ErrorCodes.TaskApprovalOver, $"\"{requestId}\" is not waited for any more: {asked.Status.ToString().ToLowerInvariant()}.");
            }

            var now = time.GetUtcNow();
            var status = decision switch
            {
                ApprovalDecision.Allow => ApprovalStatus.Allowed,
                ApprovalDecision.AllowSession => ApprovalStatus.AllowedForSession,
                _ => ApprovalStatus.Denied,
            };
            if (decision == ApprovalDecision.AllowSession)
            {
                living.Grants.Add(asked.Kind);
            }

            var after = task.Change(record => record with
            {
                Approvals = [.. record.Approvals.Select(approval => approval.RequestId == requestId ? approval with { Status = status, DecidedAt = now } : approval)],
            });
            if (after.Approvals.All(approval => approval.Status != ApprovalStatus.Pending))
            {
                task.Move(TaskMove.Answer, null, now);
                budget.Goes(task);
            }

            journal.Write(task);
            var said = new JsonObject { ["request_id"] = requestId, ["decision"] = decision.ToString(), ["by"] = "person" };
            if (message is { Length: > 0 })
            {
                living.Say(said, message);
            }

            TaskHistory.Tell(task, TaskEventKind.Input, EventCategories.ApprovalDecided, $"{asked.Kind} {status.ToString().ToLowerInvariant()}: {asked.Summary}", said);
            return null;
        }
        finally
        {
            task.Gate.Release();
        }
    }

    /// <summary>Says something to the agent: to its living process where that listens, else by a new attempt that resumes the conversation.</summary>
    public async Task<Error?> ReplyAsync(KnownTask task, string message)
    {
        await task.Gate.WaitAsync();
        try
        {
            var spec = task.Record.Spec;
            if (PolicyCheck.Reply(spec.Policy, spec.Runner, message) is { } refused)
            {
                return refused;
            }

            if (task.Living is { } living)
            {
                bool listens;
                lock (living.Talking)
                {
                    listens = living.Dialogue.Listens;
                }

                if (!listens)
                {
                    return new Error(ErrorCodes.TaskNotListening, $"{spec.Runner} takes no replies while it works: wait for its end, or stop it first.");
                }

                var said = new JsonObject { ["delivery"] = "stdin" };
                living.Say(said, message);
                if (task.Record.State == TaskState.NeedsInput && task.Record.Approvals.All(approval => approval.Status != ApprovalStatus.Pending))
                {
                    task.Move(TaskMove.Answer, null, time.GetUtcNow());
                    budget.Goes(task);
                }

                TaskHistory.Tell(task, TaskEventKind.Input, EventCategories.Reply, message, said);
                journal.Write(task);
                return null;
            }

            return TaskTransitions.After(task.Record.State, TaskMove.Reply).Error is { } impossible ? impossible
                : task.Record.RunnerSessionId is null ? new Error(ErrorCodes.TaskEnded, $"The task has ended and {spec.Runner} has no conversation that could be resumed: start it again.")
                : await attempts.RunAsync(task, message);
        }
        finally
        {
            task.Gate.Release();
        }
    }

    /// <summary>Gives the attempt that runs more minutes.</summary>
    public Error? Extend(KnownTask task, int minutes)
    {
        const int Most = 240;
        if (minutes is < 1 or > Most)
        {
            return TaskErrors.Invalid("minutes", $"minutes is a number from 1 to {Most}.");
        }

        if (task.Living is not { } living || TaskTransitions.After(task.Record.State, TaskMove.Extend).Error is not null)
        {
            return new Error(ErrorCodes.TaskEnded, "Nothing runs that could be given more time.");
        }

        var limit = AttemptBudget.LimitOf(task.Change(record => record with { ExtraMinutes = record.ExtraMinutes + minutes, UpdatedAt = time.GetUtcNow() }));
        living.Warned.Remove("minutes");
        budget.Watch(task);
        TaskHistory.Tell(task, TaskEventKind.Lifecycle, EventCategories.Budget, $"{minutes} minutes more: it may work for {limit.TotalMinutes:0}");
        journal.Write(task);
        return null;
    }

    /// <summary>Remarks something on a line of its changes.</summary>
    public Result<TaskComment> Comment(KnownTask task, CommentOnTaskRequest request)
    {
        if (string.IsNullOrWhiteSpace(request.Text))
        {
            return TaskErrors.Invalid("text", "text is empty: say what is to be said of the line.");
        }

        if (string.IsNullOrWhiteSpace(request.File) || Path.IsPathRooted(request.File) || request.File.Split('/').Contains(".."))
        {
            return TaskErrors.Invalid("file", "file is the path of a file within the repository, as in the diff.");
        }

        if (request.Side is not (null or "new" or "old") || request.Line is < 1)
        {
            return TaskErrors.Invalid(request.Line is < 1 ? "line" : "side", "line counts from 1; side is new or old.");
        }

        var record = task.Change(known => known with
        {
            Comments =
            [
                .. known.Comments,
                new TaskComment { Number = known.Comments.Count + 1, File = request.File, Line = request.Line, Side = request.Side ?? "new", Text = request.Text, CreatedAt = time.GetUtcNow() },
            ],
            UpdatedAt = time.GetUtcNow(),
        });
        journal.Write(task);
        TaskHistory.Tell(task, TaskEventKind.Input, EventCategories.Commented, $"{request.File}{(request.Line is { } line ? $":{line}" : "")}: {request.Text}");
        return record.Comments[^1];
    }

    /// <summary>The comments that were not sent yet as one message, with what is said besides; they count as sent from here on.</summary>
    public string WithComments(KnownTask task, string? message)
    {
        var unsent = task.Record.Comments.Where(comment => comment.SentAt is null).ToList();
        var now = time.GetUtcNow();
        task.Change(record => record with { Comments = [.. record.Comments.Select(comment => comment.SentAt is null ? comment with { SentAt = now } : comment)] });
        var lines = unsent.Select(comment => $"{comment.File}{(comment.Line is { } line ? $":{line}{(comment.Side == "old" ? " (before the change)" : "")}" : "")}: {comment.Text}");
        return string.Join('\n', (string[])[.. message is { Length: > 0 } ? (string[])[message, ""] : [], .. unsent.Count > 0 ? (string[])["Comments on your changes:", .. lines] : []]);
    }

    /// <summary>Forgets a task that has ended and was cleaned up.</summary>
    public async Task<Error?> DeleteAsync(KnownTask task)
    {
        await task.Gate.WaitAsync();
        try
        {
            if (task.Record.State != TaskState.Queued && TaskTransitions.After(task.Record.State, TaskMove.Delete).Error is { } active)
            {
                return active;
            }

            if (task.Record is { Worktree: not null, CleanedAt: null })
            {
                return new Error(ErrorCodes.TaskNotCleaned, "Its worktree is still there: drover task cleanup removes it, and refuses when work in it was not merged.");
            }

            if (store.Delete(task.Id).Error is { } notDeleted)
            {
                return notDeleted;
            }

            task.Removed = true;
            registry.Remove(task);
            await launcher.RemoveAsync(task);
            files.Remove(task.Id);
            task.Changed.Pulse();
            return null;
        }
        finally
        {
            task.Gate.Release();
        }
    }
}
