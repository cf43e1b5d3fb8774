using Drover.Daemon.Storage;
using Drover.Supervision.Supervisor;
using Microsoft.Data.Sqlite;

namespace Drover.Daemon.Processes;

/// <summary>
/// What is stored of every process, as columns that the tables of sessions and jobs share. Trigger, restarts and what comes next are the sessions' own.
/// </summary>
internal static class SnapshotStore
{
    public const string Columns =
        "state, reason, run_number, run_id, pid, holder_pid, started_at, ended_at, exit_kind, exit_code, exit_text, output, first_seq, stop_wanted";

    public const string Parameters =
        "$state, $reason, $run, $run_id, $pid, $holder, $started, $ended, $exit_kind, $exit_code, $exit_text, $output, $first, $stop_wanted";

    public const string Updates =
        "state = excluded.state, reason = excluded.reason, run_number = excluded.run_number, run_id = excluded.run_id, pid = excluded.pid, "
        + "holder_pid = excluded.holder_pid, started_at = excluded.started_at, ended_at = excluded.ended_at, exit_kind = excluded.exit_kind, "
        + "exit_code = excluded.exit_code, exit_text = excluded.exit_text, output = excluded.output, first_seq = excluded.first_seq, "
        + "stop_wanted = excluded.stop_wanted";

    public static (string Name, object? Value)[] Values(ProcessSnapshot snapshot)
    {
        var (exitKind, exitCode, exitText) = ExitColumns.Of(snapshot.Exit);
        return
        [
            ("$state", snapshot.State.ToString()),
            ("$reason", snapshot.Reason),
            ("$run", snapshot.RunNumber),
            ("$run_id", snapshot.RunId.ToString()),
            ("$pid", snapshot.Pid),
            ("$holder", snapshot.HolderPid),
            ("$started", snapshot.StartedAt),
            ("$ended", snapshot.EndedAt),
            ("$exit_kind", exitKind),
            ("$exit_code", exitCode),
            ("$exit_text", exitText),
            ("$output", snapshot.Output.ToString()),
            ("$first", snapshot.FirstSequence),
            ("$stop_wanted", snapshot.StopWanted ? 1 : 0),
        ];
    }

    /// <summary>Reads <see cref="Columns"/>.</summary>
    /// <param name="row">The row.</param>
    /// <param name="at">Where the first of them is.</param>
    public static ProcessSnapshot Read(SqliteDataReader row, int at) => new()
    {
        State = Enum.Parse<ProcessState>(row.GetString(at)),
        Reason = row.TextOrNull(at + 1),
        RunNumber = row.GetInt32(at + 2),
        RunId = Guid.Parse(row.GetString(at + 3)),
        Pid = row.IntOrNull(at + 4),
        HolderPid = row.IntOrNull(at + 5),
        StartedAt = row.TimeOrNull(at + 6),
        EndedAt = row.TimeOrNull(at + 7),
        Exit = ExitColumns.Read(row.TextOrNull(at + 8), row.IntOrNull(at + 9), row.TextOrNull(at + 10)),
        Output = Enum.Parse<OutputState>(row.GetString(at + 11)),
        FirstSequence = row.GetInt64(at + 12),
        StopWanted = row.GetInt32(at + 13) != 0,
    };
}
