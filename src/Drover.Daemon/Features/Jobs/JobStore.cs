using System.Text.Json;
using Drover.Contracts.Errors;
using Drover.Contracts.Jobs;
using Drover.Daemon.Processes;
using Drover.Daemon.Storage;
using Microsoft.Data.Sqlite;

namespace Drover.Daemon.Features.Jobs;

/// <summary>The table jobs.</summary>
internal sealed class JobStore(DroverDatabase database)
{
    private const string Columns =
        "id, uuid, workspace, cwd, cmd, timeout_us, ports, created_at, ending, end_seq, duration_us, " + SnapshotStore.Columns;

    // Where the process' columns begin.
    private const int Snapshot = 11;

    private const string Upsert =
        $"""
        INSERT INTO jobs ({Columns}) VALUES (
            $id, $uuid, $workspace, $cwd, $cmd, $timeout, $ports, $created, $ending, $end_seq, $duration, {SnapshotStore.Parameters})
        ON CONFLICT (id) DO UPDATE SET
            ending = excluded.ending, end_seq = excluded.end_seq, duration_us = excluded.duration_us, {SnapshotStore.Updates}
        """;

    public Result<int> Save(StoredJob job) => database.Execute(
        Upsert,
        [
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
            .. SnapshotStore.Values(job.Snapshot),
        ]);

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
        Snapshot = SnapshotStore.Read(row, Snapshot),
    };
}
