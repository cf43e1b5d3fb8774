using System.Text.Json.Nodes;
using Drover.Contracts.Tasks;
using Drover.Daemon.Features.Tasks.Events;
using Drover.Daemon.Features.Tasks.Review;
using Drover.Daemon.Features.Tasks.Runners;
using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Features.Tasks.Attempts;

/// <summary>What comes of an attempt whose process has ended: its work is committed, its changes are counted, the task is where it then is.</summary>
internal sealed class AttemptEnd(AttemptBudget budget, TaskChanges changes, TaskChecks checks, TaskJournal journal, TaskEvents events, TaskNotices notices, TaskQueue queue, TimeProvider time)
{
    public async Task FinishAsync(KnownTask task, LivingAttempt living)
    {
        await task.Gate.WaitAsync();
        try
        {
            budget.Waits(task);
            await AttemptSandbox.CloseAsync(task, living);
            var exit = task.Told.Exit ?? new ProcessExit.Lost("its end was not seen");
            var outcome = living.Dialogue.End(exit);
            var left = await changes.SettleAsync(task);
            var (move, words) = Judge(living, outcome, left);
            var now = time.GetUtcNow();
            task.Change(record => record.WithAttempt(attempt => attempt with { FinishedAt = now, ExitStatus = exit.ToString(), Summary = Redaction.Of(record, words) }) with
            {
                Approvals = [.. record.Approvals.Select(approval => approval.Status == ApprovalStatus.Pending ? approval with { Status = ApprovalStatus.Withdrawn, DecidedAt = now } : approval)],
                ExtraMinutes = 0,
            });
            task.Move(move, words, now);
            task.Change(record => record.WithAttempt(attempt => attempt with { Status = record.State }));
            task.Living = null;
            events.TellState(task, CategoryOf(move), words, new JsonObject { ["attempt"] = living.Number, ["reason"] = living.Ending });
            journal.Write(task);
            notices.Send(task, TaskWord.Of(task.Record.State), words);
            if (move is TaskMove.EndForReview)
            {
                checks.Start(task, living.Number);
            }
        }
        finally
        {
            task.Gate.Release();
        }

        queue.Look();
    }

    private static (TaskMove Move, string Words) Judge(LivingAttempt living, RunnerOutcome outcome, ChangesLeft left)
    {
        if (living.Ending is { } why)
        {
            return (TaskMove.Stop, $"Attempt {living.Number} was stopped: {why}{left.Tail}");
        }

        if (!outcome.IsSuccess)
        {
            return (TaskMove.EndBadly, $"Attempt {living.Number} failed: {outcome.Reason}{left.Tail}");
        }

        if (left.Problem is { } problem)
        {
            return (TaskMove.EndBadly, $"Attempt {living.Number} ended well, but its work cannot be reviewed: {problem}");
        }

        return left.Any
            ? (TaskMove.EndForReview, $"Attempt {living.Number} is ready for review: {left.Stat}")
            : (TaskMove.EndWithoutChanges, $"Attempt {living.Number} ended well and changed nothing");
    }

    private static string CategoryOf(TaskMove move) => move switch
    {
        TaskMove.Stop => EventCategories.AttemptStopped,
        TaskMove.EndBadly => EventCategories.AttemptFailed,
        _ => EventCategories.AttemptCompleted,
    };
}
