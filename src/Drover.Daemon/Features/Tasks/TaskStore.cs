using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;
using Drover.Daemon.Processes;
using Drover.Daemon.Storage;
using Microsoft.Data.Sqlite;

namespace Drover.Daemon.Features.Tasks;

/// <summary>The tables of tasks. Attempts, approvals and comments are rows of their own; the last one of each is all that ever changes.</summary>
internal sealed class TaskStore(DroverDatabase database)
{
    private const string Own =
        "id, status, status_reason, workspace, created_at, updated_at, spec, siblings, waiting, worktree, head_commit, diff_stat, runner_session_id, approved_at, merged_at, "
        + "cleaned_at, working_since, extra_minutes, answered_seq, checks, door";

    private const int OwnColumns = 21;

    private const string Upsert =
        $"""
        INSERT INTO tasks ({Own}, {SnapshotStore.Columns}) VALUES (
            $id, $status, $status_reason, $workspace, $created, $updated, $spec, $siblings, $waiting, $worktree, $head, $diff_stat, $session, $approved, $merged,
            $cleaned, $working, $extra, $answered, $checks, $door, {SnapshotStore.Parameters})
        ON CONFLICT (id) DO UPDATE SET
            status = excluded.status, status_reason = excluded.status_reason, updated_at = excluded.updated_at, siblings = excluded.siblings, waiting = excluded.waiting,
            worktree = excluded.worktree, head_commit = excluded.head_commit, diff_stat = excluded.diff_stat, runner_session_id = excluded.runner_session_id,
            approved_at = excluded.approved_at, merged_at = excluded.merged_at, cleaned_at = excluded.cleaned_at, working_since = excluded.working_since, extra_minutes = excluded.extra_minutes,
            answered_seq = excluded.answered_seq, checks = excluded.checks, door = excluded.door, {SnapshotStore.Updates}
        """;

    public Result<int> Save(TaskRecord task) => database.Write(connection =>
    {
        connection.Execute(
            Upsert,
            [
                ("$id", task.Id.ToString()),
                ("$status", task.State.ToString()),
                ("$status_reason", task.Reason),
                ("$workspace", task.Spec.Workspace),
                ("$created", task.CreatedAt),
                ("$updated", task.UpdatedAt),
                ("$spec", JsonSerializer.Serialize(task.Spec, TaskJson.Default.TaskSpec)),
                ("$siblings", JsonSerializer.Serialize(task.Siblings, TaskJson.Default.IReadOnlyListGuid)),
                ("$waiting", task.IsWaiting ? 1 : 0),
                ("$worktree", task.Worktree is { } worktree ? JsonSerializer.Serialize(worktree, TaskJson.Default.Worktree) : null),
                ("$head", task.HeadCommit),
                ("$diff_stat", task.DiffStat),
                ("$session", task.RunnerSessionId),
                ("$approved", task.ApprovedAt),
                ("$merged", task.MergedAt),
                ("$cleaned", task.CleanedAt),
                ("$working", task.WorkingSince),
                ("$extra", task.ExtraMinutes),
                ("$answered", task.AnsweredSequence),
                ("$checks", JsonSerializer.Serialize(task.Checks, TaskJson.Default.IReadOnlyListTaskCheck)),
                ("$door", task.Door is { } door ? JsonSerializer.Serialize(door, TaskJson.Default.EgressDoor) : null),
                .. SnapshotStore.Values(task.Snapshot),
            ]);
        foreach (var attempt in task.Attempts)
        {
            connection.Execute(
                "INSERT INTO attempts (task_id, number, attempt) VALUES ($task, $number, $attempt) ON CONFLICT (task_id, number) DO UPDATE SET attempt = excluded.attempt WHERE attempt <> excluded.attempt",
                ("$task", task.Id.ToString()),
                ("$number", attempt.AttemptNumber),
                ("$attempt", JsonSerializer.Serialize(attempt, TaskJson.Default.TaskAttempt)));
        }

        foreach (var (number, approval) in task.Approvals.Index())
        {
            connection.Execute(
                """
                INSERT INTO approvals (task_id, number, request_id, status, approval) VALUES ($task, $number, $request, $status, $approval)
                ON CONFLICT (task_id, number) DO UPDATE SET status = excluded.status, approval = excluded.approval WHERE approval <> excluded.approval
                """,
                ("$task", task.Id.ToString()),
                ("$number", number),
                ("$request", approval.RequestId),
                ("$status", approval.Status.ToString()),
                ("$approval", JsonSerializer.Serialize(approval, TaskJson.Default.TaskApproval)));
        }

        foreach (var comment in task.Comments)
        {
            connection.Execute(
                "INSERT INTO comments (task_id, number, comment) VALUES ($task, $number, $comment) ON CONFLICT (task_id, number) DO UPDATE SET comment = excluded.comment WHERE comment <> excluded.comment",
                ("$task", task.Id.ToString()),
                ("$number", comment.Number),
                ("$comment", JsonSerializer.Serialize(comment, TaskJson.Default.TaskComment)));
        }

        return 1;
    });

    public Result<int> Delete(Guid id) => database.Write(connection =>
    {
        foreach (var table in (string[])["attempts", "approvals", "comments"])
        {
            connection.Execute($"DELETE FROM {table} WHERE task_id = $id", ("$id", id.ToString()));
        }

        return connection.Execute("DELETE FROM tasks WHERE id = $id", ("$id", id.ToString()));
    });

    /// <summary>All tasks, oldest first; null for a row that cannot be understood.</summary>
    public Result<List<TaskRecord?>> Load() => database.Read(connection =>
    {
        var attempts = Parts(connection, "attempts", "attempt", TaskJson.Default.TaskAttempt);
        var approvals = Parts(connection, "approvals", "approval", TaskJson.Default.TaskApproval);
        var comments = Parts(connection, "comments", "comment", TaskJson.Default.TaskComment);
        return connection.Query($"SELECT {Own}, {SnapshotStore.Columns} FROM tasks ORDER BY created_at, id", row => TryRead(row) is { } task
            ? task with { Attempts = [.. attempts[task.Id]], Approvals = [.. approvals[task.Id]], Comments = [.. comments[task.Id]] }
            : null);
    });

    private static ILookup<Guid, T> Parts<T>(SqliteConnection connection, string table, string column, JsonTypeInfo<T> type) =>
        connection.Query($"SELECT task_id, {column} FROM {table} ORDER BY task_id, number", row => (Task: Guid.Parse(row.GetString(0)), Part: JsonSerializer.Deserialize(row.GetString(1), type)!))
            .ToLookup(part => part.Task, part => part.Part);

    private static TaskRecord? TryRead(SqliteDataReader row)
    {
        try
        {
            return Read(row);
        }
        catch (Exception damaged) when (damaged is JsonException or ArgumentException or FormatException or InvalidCastException)
        {
            // One bad row must not keep the daemon from starting with all the others.
            return null;
        }
    }

    private static TaskRecord Read(SqliteDataReader row) => new()
    {
        Id = Guid.Parse(row.GetString(0)),
        State = Enum.Parse<TaskState>(row.GetString(1)),
        Reason = row.TextOrNull(2),
        CreatedAt = row.Time(4),
        UpdatedAt = row.Time(5),
        Spec = JsonSerializer.Deserialize(row.GetString(6), TaskJson.Default.TaskSpec)!,
        Siblings = JsonSerializer.Deserialize(row.GetString(7), TaskJson.Default.IReadOnlyListGuid)!,
        IsWaiting = row.GetInt32(8) != 0,
        Worktree = row.TextOrNull(9) is { } worktree ? JsonSerializer.Deserialize(worktree, TaskJson.Default.Worktree) : null,
        HeadCommit = row.TextOrNull(10),
        DiffStat = row.TextOrNull(11),
        RunnerSessionId = row.TextOrNull(12),
        ApprovedAt = row.TimeOrNull(13),
        MergedAt = row.TimeOrNull(14),
        CleanedAt = row.TimeOrNull(15),
        WorkingSince = row.TimeOrNull(16),
        ExtraMinutes = row.GetInt32(17),
        AnsweredSequence = row.GetInt64(18),
        Checks = JsonSerializer.Deserialize(row.GetString(19), TaskJson.Default.IReadOnlyListTaskCheck)!,
        Door = row.TextOrNull(20) is { } door ? JsonSerializer.Deserialize(door, TaskJson.Default.EgressDoor) : null,
        Snapshot = SnapshotStore.Read(row, OwnColumns),
    };
}
