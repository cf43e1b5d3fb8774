using Drover.Contracts.Errors;
using Drover.Contracts.Events;
using Drover.Daemon.Storage;
using Microsoft.Data.Sqlite;

namespace Drover.Daemon.Features.Events;

/// <summary>The events table.</summary>
internal sealed class EventStore(DroverDatabase database)
{
    private const string Columns = "seq, ts, type, session_id, label, run, state, reason, exit_code, job_id, task_id";

    public Result<int> Insert(DroverEvent happened) => database.Execute(
        $"INSERT INTO events ({Columns}) VALUES ($seq, $ts, $type, $session, $label, $run, $state, $reason, $exit, $job, $task)",
        ("$seq", happened.Seq),
        ("$ts", happened.Ts),
        ("$type", happened.Type),
        ("$session", happened.SessionId),
        ("$label", happened.Label),
        ("$run", happened.Run),
        ("$state", happened.State),
        ("$reason", happened.Reason),
        ("$exit", happened.ExitCode),
        ("$job", happened.JobId),
        ("$task", happened.TaskId));

    public Result<int> RemoveUpTo(long sequence) => database.Execute("DELETE FROM events WHERE seq <= $seq", ("$seq", sequence));

    /// <summary>Events from a number on, oldest first.</summary>
    public Result<List<DroverEvent>> From(long sequence, int limit) => database.Read(connection => connection.Query(
        $"SELECT {Columns} FROM events WHERE seq >= $seq ORDER BY seq LIMIT $limit", ReadEvent, ("$seq", sequence), ("$limit", limit)));

    /// <summary>The number given last, kept even when its row is gone; 0 at the beginning.</summary>
    public Result<long> LastSequence() => database.Read(connection =>
        connection.QueryNumber("SELECT seq FROM sqlite_sequence WHERE name = 'events'") ?? 0);

    /// <summary>The oldest number still there; null when there is none.</summary>
    public Result<long?> FirstSequence() => database.Read(connection => connection.QueryNumber("SELECT MIN(seq) FROM events"));

    private static DroverEvent ReadEvent(SqliteDataReader row) => new()
    {
        Seq = row.GetInt64(0),
        Ts = row.Time(1),
        Type = row.GetString(2),
        SessionId = row.TextOrNull(3),
        Label = row.TextOrNull(4),
        Run = row.IntOrNull(5),
        State = row.TextOrNull(6),
        Reason = row.TextOrNull(7),
        ExitCode = row.IntOrNull(8),
        JobId = row.TextOrNull(9),
        TaskId = row.TextOrNull(10),
    };
}
