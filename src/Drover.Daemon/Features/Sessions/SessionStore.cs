using System.Text.Json;
using Drover.Contracts.Errors;
using Drover.Contracts.Json;
using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Sessions.Readiness;
using Drover.Daemon.Features.Sessions.Specs;
using Drover.Daemon.Processes;
using Drover.Daemon.Storage;
using Drover.Supervision.Supervisor;
using Microsoft.Data.Sqlite;

namespace Drover.Daemon.Features.Sessions;

/// <summary>The tables sessions and runs.</summary>
internal sealed class SessionStore(DroverDatabase database)
{
    private const string Upsert =
        $"""
        INSERT INTO sessions ({SessionRows.Columns}) VALUES ({SessionRows.Parameters})
        ON CONFLICT (id) DO UPDATE SET {SessionRows.Updates}
        """;

    private const string UpsertRun =
        """
        INSERT INTO runs (session_id, number, id, pid, started_at, ended_at, exit_code, term_signal, reason, trigger)
        VALUES ($session, $number, $id, $pid, $started, $ended, $code, $signal, $reason, $trigger)
        ON CONFLICT (session_id, number) DO UPDATE SET
            pid = excluded.pid, ended_at = excluded.ended_at, exit_code = excluded.exit_code, term_signal = excluded.term_signal, reason = excluded.reason
        """;

    /// <summary>Stores what is known of a session now, and of its current run, in one transaction.</summary>
    public Result<int> Save(StoredSession session) => database.Write(connection =>
    {
        var changed = connection.Execute(Upsert, SessionRows.Values(session));
        return session.Snapshot is { RunNumber: > 0, StartedAt: not null } run ? changed + SaveRun(connection, session.Id, run) : changed;
    });

    public Result<int> Delete(Guid id) => database.Execute("DELETE FROM sessions WHERE id = $id", ("$id", id.ToString()));

    /// <summary>All sessions, oldest first; null for a row that cannot be understood.</summary>
    public Result<List<StoredSession?>> Load() => database.Read(connection =>
        connection.Query($"SELECT {SessionRows.Columns} FROM sessions ORDER BY created_at, id", TryReadSession));

    /// <summary>The runs of a session, newest first.</summary>
    public Result<List<Run>> Runs(Guid id) => database.Read(connection => connection.Query(
        "SELECT number, pid, started_at, ended_at, exit_code, term_signal, reason, trigger FROM runs WHERE session_id = $id ORDER BY number DESC",
        ReadRun,
        ("$id", id.ToString())));

    /// <summary>The session of the newest run that had this process id; null when there is none.</summary>
    public Result<Guid?> SessionOfPid(int pid) => database.Read(connection => connection.Query(
        "SELECT session_id FROM runs WHERE pid = $pid ORDER BY started_at DESC LIMIT 1", row => (Guid?)Guid.Parse(row.GetString(0)), ("$pid", pid)).FirstOrDefault());

    private static int SaveRun(SqliteConnection connection, Guid id, ProcessSnapshot run) => connection.Execute(
        UpsertRun,
        ("$session", id.ToString()),
        ("$number", run.RunNumber),
        ("$id", run.RunId.ToString()),
        ("$pid", run.Pid),
        ("$started", run.StartedAt),
        ("$ended", run.EndedAt),
        ("$code", (run.Exit as ProcessExit.Exited)?.Code),
        ("$signal", (run.Exit as ProcessExit.Signaled)?.Signal),
        ("$reason", run.EndedAt is null ? null : run.Reason),
        ("$trigger", run.Trigger.ToString()));

    private static StoredSession? TryReadSession(SqliteDataReader row)
    {
        try
        {
            return ReadSession(row);
        }
        catch (Exception damaged) when (damaged is JsonException or ArgumentException or FormatException or InvalidCastException)
        {
            // One bad row must not keep the daemon from starting with all the others.
            return null;
        }
    }

    private static StoredSession ReadSession(SqliteDataReader row)
    {
        var snapshot = SnapshotStore.Read(row, SessionRows.Snapshot);
        return new StoredSession
        {
            Id = Guid.Parse(row.GetString(0)),
            CreatedAt = row.Time(2),
            Plan = new SessionPlan(
                PlacedSpec.Of(JsonSerializer.Deserialize(row.GetString(3), DroverJson.Default.SessionSpec)!),
                JsonSerializer.Deserialize(row.GetString(4), SessionRowsJson.Default.IReadOnlyDictionaryStringInt32)!),
            Snapshot = snapshot with
            {
                Trigger = TriggerText.Parse(row.GetString(5)),
                Restarts = new RestartCounts(row.GetInt32(6), row.GetInt32(7), row.GetInt32(8)),
                Next = row.TextOrNull(9) is { } next ? TriggerText.Parse(next) : null,
            },
            Health = new HealthStatus(
                snapshot.RunNumber,
                Enum.Parse<SessionHealth>(row.GetString(10)),
                row.TextOrNull(11),
                row.LongOrNull(12) is { } after ? TimeSpan.FromMicroseconds(after) : null,
                row.TextOrNull(13)),
            Changes = new FileChanges(row.GetInt32(14), row.TimeOrNull(15), row.TextOrNull(16)),
            LastStoppedAt = row.TimeOrNull(17),
        };
    }

    private static Run ReadRun(SqliteDataReader row) => new()
    {
        Number = row.GetInt32(0),
        Pid = row.IntOrNull(1),
        StartedAt = row.Time(2),
        EndedAt = row.TimeOrNull(3),
        ExitCode = row.IntOrNull(4),
        TermSignal = row.IntOrNull(5),
        Reason = row.TextOrNull(6),
        Trigger = row.GetString(7),
    };
}
