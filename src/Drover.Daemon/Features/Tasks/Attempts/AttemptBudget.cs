using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Drover.Contracts.Tasks;
using Drover.Daemon.Features.Tasks.Events;

namespace Drover.Daemon.Features.Tasks.Attempts;

/// <summary>
/// What an attempt may use: minutes, and where the runner tells them cents and tokens. At four fifths an event says so, at the whole it is stopped. The
/// time it waits for a person does not count.
/// </summary>
internal sealed class AttemptBudget(TaskJournal journal, TimeProvider time) : IDisposable
{
    private const double Warning = 0.8;

    private readonly ConcurrentDictionary<Guid, ITimer> _timers = new();

    /// <summary>Called with the task and the reason when an attempt has used what it may; it is to be stopped.</summary>
    public Action<KnownTask, string>? Exceeded { get; set; }

    /// <summary>The minutes an attempt of a task may work.</summary>
    public static TimeSpan LimitOf(TaskRecord task) => TimeSpan.FromMinutes((task.Spec.Policy.MaxRuntimeMinutes ?? task.Spec.BudgetMinutes) + task.ExtraMinutes);

    /// <summary>How long the last attempt has worked.</summary>
    public TimeSpan UsedBy(TaskRecord task) =>
        TimeSpan.FromMilliseconds(task.Attempts is [.., var last] ? last.CostLedger.RuntimeMillis : 0) + (task.WorkingSince is { } since ? time.GetUtcNow() - since : TimeSpan.Zero);

    /// <summary>The attempt works, from now on or again.</summary>
    public void Goes(KnownTask task)
    {
        task.Change(record => record.WorkingSince is null ? record with { WorkingSince = time.GetUtcNow() } : record);
        Watch(task);
    }

    /// <summary>The attempt waits for a person, or has ended: its clock stands still.</summary>
    public void Waits(KnownTask task)
    {
        Remove(task);
        task.Change(record => Settled(record));
    }

    /// <summary>Sets the timer anew, for an attempt that was adopted or given more time.</summary>
    public void Watch(KnownTask task)
    {
        Remove(task);
        var record = task.Record;
        if (record.WorkingSince is null)
        {
            return;
        }

        var (limit, used) = (LimitOf(record), UsedBy(record));
        var warnAt = limit * Warning;
        var next = used < warnAt ? warnAt - used : limit - used;
        var timer = time.CreateTimer(_ => Due(task), null, next > TimeSpan.Zero ? next : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        if (!_timers.TryAdd(task.Id, timer))
        {
            timer.Dispose();
        }
    }

    /// <summary>Looks at what the attempt has cost.</summary>
    public void Spent(KnownTask task, LivingAttempt living)
    {
        var policy = task.Record.Spec.Policy;
        var cost = living.Dialogue.Cost;
        Check(task, living, "cents", cost.EstimatedCents ?? 0, policy.BudgetCents);
        Check(task, living, "tokens", cost.InputTokens + cost.OutputTokens, policy.BudgetTokens);
    }

    public void Dispose()
    {
        foreach (var timer in _timers.Values)
        {
            timer.Dispose();
        }
    }

    private TaskRecord Settled(TaskRecord record)
    {
        if (record.WorkingSince is null)
        {
            return record;
        }

        var used = (long)UsedBy(record).TotalMilliseconds;
        return record.WithAttempt(attempt => attempt with { CostLedger = attempt.CostLedger with { RuntimeMillis = used } }) with { WorkingSince = null };
    }

    private void Check(KnownTask task, LivingAttempt living, string what, double used, double? limit)
    {
        if (limit is not { } most || used < most * Warning)
        {
            return;
        }

        if (living.Warned.Add(what))
        {
            Tell(task, $"{used:0} of {most:0} {what} are used", what);
        }

        if (used >= most)
        {
            Exceeded?.Invoke(task, $"its budget of {most:0} {what} is used up");
        }
    }

    private void Due(KnownTask task)
    {
        var record = task.Record;
        if (task.Living is not { } living || record.WorkingSince is null)
        {
            return;
        }

        var limit = LimitOf(record);
        if (UsedBy(record) >= limit)
        {
            Exceeded?.Invoke(task, $"its budget of {limit.TotalMinutes:0} minutes is used up");
            return;
        }

        if (UsedBy(record) >= limit * Warning && living.Warned.Add("minutes"))
        {
            Tell(task, $"{UsedBy(record).TotalMinutes:0} of {limit.TotalMinutes:0} minutes are used", "minutes");
            journal.Write(task);
        }

        Watch(task);
    }

    private static void Tell(KnownTask task, string words, string what) =>
        TaskHistory.Tell(task, TaskEventKind.Lifecycle, EventCategories.Budget, words, new JsonObject { ["budget"] = what });

    private void Remove(KnownTask task)
    {
        if (_timers.TryRemove(task.Id, out var timer))
        {
            timer.Dispose();
        }
    }
}
