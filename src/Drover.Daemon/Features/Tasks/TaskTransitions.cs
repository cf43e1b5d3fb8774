using System.Collections.Frozen;
using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;

namespace Drover.Daemon.Features.Tasks;

/// <summary>
/// The one table of what may happen to a task and where it is then. A task that has ended is never overwritten by a stop, only by a new attempt; what
/// touches its changes waits until nothing works on them.
/// </summary>
internal static class TaskTransitions
{
    private static readonly FrozenDictionary<(TaskState From, TaskMove Move), TaskState> Table = Rows().ToFrozenDictionary(row => (row.From, row.Move), row => row.To);

    /// <summary>Every legal move.</summary>
    public static IEnumerable<(TaskState From, TaskMove Move, TaskState To)> All => Rows();

    /// <returns>The state after the move, or why it is not possible now: 409.</returns>
    public static Result<TaskState> After(TaskState from, TaskMove move) =>
        Table.TryGetValue((from, move), out var to) ? to : new Error(CodeOf(from, move), Sentence(from, move));

    public static bool Allows(TaskState from, TaskMove move) => Table.ContainsKey((from, move));

    private static IEnumerable<(TaskState From, TaskMove Move, TaskState To)> Rows()
    {
        foreach (var waiting in new[] { TaskState.Queued, TaskState.NeedsInput })
        {
            yield return (waiting, TaskMove.Start, TaskState.Running);
            yield return (waiting, TaskMove.Refuse, TaskState.NeedsInput);
            yield return (waiting, TaskMove.FailToStart, TaskState.Failed);
            yield return (waiting, TaskMove.Stop, TaskState.Stopped);
        }

        foreach (var living in new[] { TaskState.Running, TaskState.NeedsInput })
        {
            yield return (living, TaskMove.Ask, TaskState.NeedsInput);
            yield return (living, TaskMove.Answer, TaskState.Running);
            yield return (living, TaskMove.EndForReview, TaskState.ReadyForReview);
            yield return (living, TaskMove.EndWithoutChanges, TaskState.Completed);
            yield return (living, TaskMove.EndBadly, TaskState.Failed);
            yield return (living, TaskMove.Extend, living);
        }

        yield return (TaskState.Running, TaskMove.Stop, TaskState.Stopped);
        foreach (var ended in new[] { TaskState.ReadyForReview, TaskState.Completed, TaskState.Failed, TaskState.Stopped })
        {
            yield return (ended, TaskMove.Start, TaskState.Running);
            yield return (ended, TaskMove.Reply, TaskState.Running);
            yield return (ended, TaskMove.Refuse, TaskState.NeedsInput);
            yield return (ended, TaskMove.FailToStart, TaskState.Failed);
            yield return (ended, TaskMove.Merge, TaskState.Completed);
            yield return (ended, TaskMove.Update, ended);
            yield return (ended, TaskMove.Cleanup, ended);
            yield return (ended, TaskMove.Restore, ended);
            yield return (ended, TaskMove.Delete, ended);
        }
    }

    private static string CodeOf(TaskState from, TaskMove move) => (from, move) switch
    {
        (TaskState.Running or TaskState.NeedsInput, _) => ErrorCodes.TaskActive,
        (_, TaskMove.Stop or TaskMove.Extend or TaskMove.Answer or TaskMove.Ask) => ErrorCodes.TaskEnded,
        _ => ErrorCodes.TaskNotStarted,
    };

    private static string Sentence(TaskState from, TaskMove move) => (from, move) switch
    {
        (TaskState.Running, TaskMove.Start) => "The task is running already.",
        (TaskState.Running or TaskState.NeedsInput, _) => "The task is running: stop it, or wait for its end.",
        (TaskState.Queued, _) => "The task has not been started yet.",
        (_, TaskMove.Stop) => "The task has ended; there is nothing to stop.",
        _ => "The task has ended; start it again for a new attempt.",
    };
}
