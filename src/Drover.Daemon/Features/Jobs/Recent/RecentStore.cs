using Drover.Contracts.Errors;
using Drover.Contracts.Jobs;
using Drover.Daemon.Storage;
using Microsoft.Data.Sqlite;

namespace Drover.Daemon.Features.Jobs.Recent;

/// <summary>The table recent_commands.</summary>
internal sealed class RecentStore(DroverDatabase database)
{
    // Of all workspaces together: folders come and go.
    private const int MostRows = 5_000;

    /// <summary>A command ran, perhaps not for the first time.</summary>
    public Result<int> Save(string workspace, RecentCommand command, int keep) => database.Write(connection =>
        connection.Execute(
            """
            INSERT INTO recent_commands (workspace, cwd, cmd, exit_code, ran_at, job_id) VALUES ($workspace, $cwd, $cmd, $exit, $ran, $job)
            ON CONFLICT (workspace, cwd, cmd) DO UPDATE SET exit_code = excluded.exit_code, ran_at = excluded.ran_at, job_id = excluded.job_id
            """,
            ("$workspace", workspace),
            ("$cwd", command.Cwd),
            ("$cmd", command.Cmd),
            ("$exit", command.ExitCode),
            ("$ran", command.RanAt),
            ("$job", command.JobId))
        + connection.Execute(
            """
            DELETE FROM recent_commands WHERE workspace = $workspace AND ran_at <
                (SELECT ran_at FROM recent_commands WHERE workspace = $workspace ORDER BY ran_at DESC LIMIT 1 OFFSET $last)
            """,
            ("$workspace", workspace),
            ("$last", keep - 1)));

    /// <summary>The job has ended; nothing is changed when the command ran again meanwhile.</summary>
    public Result<int> SetExit(string workspace, string jobId, int exitCode) => database.Execute(
        "UPDATE recent_commands SET exit_code = $exit WHERE workspace = $workspace AND job_id = $job", ("$exit", exitCode), ("$workspace", workspace), ("$job", jobId));

    /// <summary>The last commands of a workspace, newest first.</summary>
    public Result<List<RecentCommand>> Last(string workspace, int limit) => database.Read(connection => connection.Query(
        "SELECT cmd, cwd, exit_code, ran_at, job_id FROM recent_commands WHERE workspace = $workspace ORDER BY ran_at DESC, cmd LIMIT $limit",
        Read,
        ("$workspace", workspace),
        ("$limit", limit)));

    /// <summary>Forgets the oldest of all workspaces, when there are too many.</summary>
    public Result<int> Trim() => database.Execute(
        "DELETE FROM recent_commands WHERE ran_at < (SELECT ran_at FROM recent_commands ORDER BY ran_at DESC LIMIT 1 OFFSET $last)", ("$last", MostRows));

    private static RecentCommand Read(SqliteDataReader row) => new()
    {
        Cmd = row.GetString(0),
        Cwd = row.GetString(1),
        ExitCode = row.IntOrNull(2),
        RanAt = row.Time(3),
        JobId = row.GetString(4),
    };
}
