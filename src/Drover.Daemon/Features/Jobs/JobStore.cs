using System.Text.Json;
using Drover.Contracts.Errors;
using Drover.Contracts.Jobs;
using Drover.Daemon.Processes;
using Drover.Daemon.Storage;
using Drover.Supervision.Supervisor;
using Microsoft.Data.Sqlite;

namespace Drover.Daemon.Features.Jobs;

/// <summary>The table jobs.</summary>
internal sealed class JobStore(DroverDatabase database)
{
    private const string Columns =
        "id, uuid, workspace, cwd, cmd, timeout_us, ports, created_at, ending, end_seq, duration_us, state, reason, run_number, run_id, pid, holder_pid, "
        + "started_at, ended_at, exit_kind, exit_code, exit_text, output, first_seq, stop_wanted";

    private const string Upsert =
        $"""
        INSERT INTO jobs ({Columns}) VALUES (
            $id, $uuid, $workspace, $cwd, $cmd, $timeout, $ports, $created, $ending, $end_seq, $duration, $state, $reason, $run, $run_id, $pid, $holder,
            $started, $ended, $exit_kind, $exit_code, $exit_text, $output, $first, $stop_wanted)
        ON CONFLICT (id) DO UPDATE SET
            ending = excluded.ending, end_seq = excluded.end_seq, duration_us = excluded.duration_us, state = excluded.state, reason = excluded.reason,
            run_number = excluded.run_number, run_id = excluded.run_id, pid = excluded.pid, holder_pid = excluded.holder_pid, started_at = excluded.started_at,
            ended_at = excluded.ended_at, exit_kind = excluded.exit_kind, exit_code = excluded.exit_code, exit_text = excluded.exit_text,
            output = excluded.output, first_seq = excluded.first_seq, stop_wanted = excluded.stop_wanted
        """;

    public Result<int> Save(StoredJob job)
    {
        var snapshot = job.Snapshot;
        var (exitKind, exitCode, exitText) = ExitColumns.Of(snapshot.Exit);
        return database.Execute(
            Upsert,
            ("$id", JobId.Of(job.Id)),
            ("$uuid", job.Id.ToString()),
            ("$workspace", job.Plan.Workspace),
            ("$cwd", job.Plan.Cwd),
            ("$cmd", job.Plan.Cmd),
            ("$timeout", (long)job.Plan.Timeout.TotalMicroseconds),
            ("$ports", JsonSerializer.Serialize(job.Plan.Ports, JobJson.Default.IReadOnlyDictionaryStringInt32)),
            ("$created", job.CreatedAt),
            ("$ending", job.Ending?.ToString()),
            ("$end_seq", job.EndSequence),
            ("$duration", job.Duration is { } duration ? (long)duration.TotalMicroseconds : null),
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
            ("$stop_wanted", snapshot.StopWanted ? 1 : 0));
    }

    public Result<int> Delete(string id) => database.Execute("DELETE FROM jobs WHERE id = $id", ("$id", id));

    /// <summary>All jobs, oldest first; null for a row that cannot be understood.</summary>
    public Result<List<StoredJob?>> Load() => database.Read(connection => connection.Query($"SELECT {Columns} FROM jobs ORDER BY created_at, id", TryRead));

    private static StoredJob? TryRead(SqliteDataReader row)
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

    private static StoredJob Read(SqliteDataReader row) => new()
    {
        Id = Guid.Parse(row.GetString(1)),
        CreatedAt = row.Time(7),
        Plan = new JobPlan
        {
            Workspace = row.GetString(2),
            Cwd = row.GetString(3),
            Cmd = row.GetString(4),
            Timeout = TimeSpan.FromMicroseconds(row.GetInt64(5)),
            Ports = JsonSerializer.Deserialize(row.GetString(6), JobJson.Default.IReadOnlyDictionaryStringInt32)!,
        },
        Ending = row.TextOrNull(8) is { } ending ? Enum.Parse<JobReason>(ending) : null,
        EndSequence = row.LongOrNull(9),
        Duration = row.LongOrNull(10) is { } duration ? TimeSpan.FromMicroseconds(duration) : null,
        Snapshot = new ProcessSnapshot
        {
            State = Enum.Parse<ProcessState>(row.GetString(11)),
            Reason = row.TextOrNull(12),
            RunNumber = row.GetInt32(13),
            RunId = Guid.Parse(row.GetString(14)),
            Pid = row.IntOrNull(15),
            HolderPid = row.IntOrNull(16),
            StartedAt = row.TimeOrNull(17),
            EndedAt = row.TimeOrNull(18),
            Exit = ExitColumns.Read(row.TextOrNull(19), row.IntOrNull(20), row.TextOrNull(21)),
            Output = Enum.Parse<OutputState>(row.GetString(22)),
            FirstSequence = row.GetInt64(23),
            StopWanted = row.GetInt32(24) != 0,
        },
    };
}
