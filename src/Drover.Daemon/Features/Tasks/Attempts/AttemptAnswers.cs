using System.Text.Json.Nodes;
using Drover.Contracts.Tasks;
using Drover.Daemon.Features.Tasks.Events;
using Drover.Daemon.Features.Tasks.Guardrails;
using Drover.Daemon.Features.Tasks.Runners;

namespace Drover.Daemon.Features.Tasks.Attempts;

/// <summary>What an agent's events change: approvals it waits for, the conversation's id, what it has cost, whether it waits for a person.</summary>
internal sealed class AttemptAnswers(TaskJournal journal, TaskEvents events, AttemptBudget budget, TaskNotices notices, TimeProvider time)
{
    /// <param name="task">The task.</param>
    /// <param name="living">Its attempt.</param>
    /// <param name="step">What the conversation made of a line.</param>
    /// <param name="isNew">False for what an earlier daemon has seen to already.</param>
    /// <param name="line">Number of the line.</param>
    public void Apply(KnownTask task, LivingAttempt living, DialogueStep step, bool isNew, long line)
    {
        if (step.Events.Count == 0)
        {
            return;
        }

        var lasting = false;
        foreach (var happened in step.Events)
        {
            lasting |= isNew && Take(task, living, happened);
        }

        var cost = living.Dialogue.Cost;
        task.Change(record => record.WithAttempt(attempt => attempt with { CostLedger = cost with { RuntimeMillis = attempt.CostLedger.RuntimeMillis } }));
        budget.Spent(task, living);
        if (lasting)
        {
            task.Change(record => record with { AnsweredSequence = Math.Max(record.AnsweredSequence, line) });
            journal.Write(task);
        }
    }

    private bool Take(KnownTask task, LivingAttempt living, RunnerEvent happened)
    {
        switch (happened.Category)
        {
            case RunnerEventCategory.Session:
                return SessionIs(task, happened.Id!);
            case RunnerEventCategory.ApprovalRequest:
                Requested(task, living, happened);
                return true;
            case RunnerEventCategory.ApprovalWithdrawn:
                Withdraw(task, happened.Id!);
                return true;
            case RunnerEventCategory.NeedsInput:
                Waits(task, happened.Text);
                return true;
            default:
                return false;
        }
    }

    private static bool SessionIs(KnownTask task, string session)
    {
        if (task.Record.RunnerSessionId == session)
        {
            return false;
        }

        task.Change(record => record.WithAttempt(attempt => attempt with { RunnerSessionId = session }) with { RunnerSessionId = session });
        TaskHistory.Tell(task, TaskEventKind.Lifecycle, EventCategories.RunnerSession, $"The agent's conversation is {session}", new JsonObject { ["runner_session_id"] = session });
        return true;
    }

    private void Requested(KnownTask task, LivingAttempt living, RunnerEvent asked)
    {
        var record = task.Record;
        var verdict = Judge(record, living, asked);
        if (verdict.Decision is { } decision)
        {
            var said = new JsonObject { ["request_id"] = asked.Id, ["decision"] = decision.ToString(), ["by"] = "policy" };
            if (verdict.Reason is { } reason)
            {
                living.Say(said, reason);
            }

            TaskHistory.Tell(task, TaskEventKind.Input, EventCategories.ApprovalDecided, verdict.Reason ?? $"{asked.Text}: allowed by the policy", said);
            return;
        }

        var approval = new TaskApproval
        {
            RequestId = asked.Id!,
            Status = ApprovalStatus.Pending,
            Kind = asked.Tool ?? "tool",
            Summary = Redaction.Of(record, asked.Text),
            RequestedAt = time.GetUtcNow(),
        };
        task.Change(known => known.Approvals.Any(other => other.RequestId == approval.RequestId) ? known : known with { Approvals = [.. known.Approvals, approval] });
        TaskHistory.Tell(task, TaskEventKind.Input, EventCategories.ApprovalRequested, $"Asks to use {approval.Kind}: {approval.Summary}", new JsonObject { ["request_id"] = approval.RequestId, ["kind"] = approval.Kind });
        Waits(task, $"asks to use {approval.Kind}");
    }

    // Of several files the strictest verdict counts.
    private static ApprovalVerdict Judge(TaskRecord record, LivingAttempt living, RunnerEvent asked)
    {
        var folder = record.Worktree?.Path ?? record.Spec.Workspace;
        var verdicts = (asked.Paths.Count == 0 ? [null] : asked.Paths.AsEnumerable<string?>())
            .Select(path => ApprovalRules.Judge(record.Spec.Policy, living.Grants, asked.Tool, new JsonObject { ["command"] = asked.Command, ["file_path"] = path }.ToJsonString(), folder))
            .ToList();
        return verdicts.FirstOrDefault(verdict => verdict.Decision == ApprovalDecision.Deny) ?? verdicts.FirstOrDefault(verdict => verdict.Decision is null) ?? verdicts[0];
    }

    private void Withdraw(KnownTask task, string request)
    {
        var now = time.GetUtcNow();
        var after = task.Change(record => record with
        {
            Approvals = [.. record.Approvals.Select(approval => approval.RequestId == request && approval.Status == ApprovalStatus.Pending ? approval with { Status = ApprovalStatus.Withdrawn, DecidedAt = now } : approval)],
        });
        TaskHistory.Tell(task, TaskEventKind.Input, EventCategories.ApprovalWithdrawn, "The agent does not wait for that any more", new JsonObject { ["request_id"] = request });
        if (after.State == TaskState.NeedsInput && after.Approvals.All(approval => approval.Status != ApprovalStatus.Pending))
        {
            task.Move(TaskMove.Answer, null, now);
            budget.Goes(task);
        }
    }

    private void Waits(KnownTask task, string why)
    {
        var was = task.Record.State;
        if (task.Move(TaskMove.Ask, why, time.GetUtcNow()).IsSuccess && was == TaskState.Running)
        {
            budget.Waits(task);
            events.TellState(task, EventCategories.NeedsInput, $"Waits for a person: {why}");
            notices.Send(task, "needs input", why);
        }
    }
}
