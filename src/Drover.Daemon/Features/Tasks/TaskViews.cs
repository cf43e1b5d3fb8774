using Drover.Contracts.Tasks;

namespace Drover.Daemon.Features.Tasks;

/// <summary>Tasks as they are told.</summary>
internal static class TaskViews
{
    /// <param name="task">The task.</param>
    /// <param name="events">Its events, where they are wanted.</param>
    public static AgentTask Of(KnownTask task, IReadOnlyList<TaskEvent>? events = null)
    {
        var record = task.Record;
        var (spec, worktree) = (record.Spec, record.Worktree);
        return new AgentTask
        {
            Id = record.Id,
            Title = spec.Title,
            Prompt = spec.Prompt,
            Runner = spec.Runner,
            Command = spec.Command,
            Workspace = spec.Workspace,
            WorktreePath = record.CleanedAt is null ? worktree?.Path : null,
            ExecutionWorkspace = record.Attempts is [.., var last] ? last.ExecutionWorkspace : null,
            RunnerSessionId = record.RunnerSessionId,
            BaseCommit = worktree?.BaseCommit,
            Branch = worktree?.Branch,
            HeadCommit = record.HeadCommit,
            BaseMoved = record.BaseMoved,
            DiffStat = record.DiffStat,
            ApprovedAt = record.ApprovedAt,
            WorktreeMergedAt = record.MergedAt,
            WorktreeCleanedAt = record.CleanedAt,
            Status = record.State,
            Reason = record.Reason,
            BudgetMinutes = spec.BudgetMinutes,
            Policy = spec.Policy,
            EffectivePolicy = record.Attempts is [.., { EffectivePolicy: { } enforced }] ? enforced : null,
            CostLedger = Sum(record.Attempts),
            Priority = spec.Priority,
            DependsOn = spec.DependsOn,
            Siblings = record.Siblings,
            CreatedAt = record.CreatedAt,
            UpdatedAt = record.UpdatedAt,
            Events = events,
            Attempts = record.Attempts,
            CurrentAttempt = record.Current,
            Approvals = record.Approvals,
            Comments = record.Comments,
            Checks = record.Checks,
        };
    }

    /// <summary>What several attempts have cost together.</summary>
    public static CostLedger Sum(IEnumerable<TaskAttempt> several)
    {
        var attempts = several.ToList();
        return new CostLedger
        {
            RuntimeMillis = attempts.Sum(attempt => attempt.CostLedger.RuntimeMillis),
            InputTokens = attempts.Sum(attempt => attempt.CostLedger.InputTokens),
            CachedTokens = attempts.Sum(attempt => attempt.CostLedger.CachedTokens),
            OutputTokens = attempts.Sum(attempt => attempt.CostLedger.OutputTokens),
            ToolCalls = attempts.Sum(attempt => attempt.CostLedger.ToolCalls),
            EstimatedCents = attempts.Any(attempt => attempt.CostLedger.EstimatedCents is not null) ? attempts.Sum(attempt => attempt.CostLedger.EstimatedCents ?? 0) : null,
        };
    }
}
