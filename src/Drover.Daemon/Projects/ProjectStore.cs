using Drover.Contracts.Errors;
using Drover.Daemon.Storage;
using Microsoft.Data.Sqlite;

namespace Drover.Daemon.Projects;

/// <summary>The tables projects and project_ports.</summary>
internal sealed class ProjectStore(DroverDatabase database)
{
    public Result<List<KnownProject>> All() => database.Read(connection =>
        connection.Query("SELECT folder, name, wanted, file, created_at FROM projects ORDER BY name", Map));

    public Result<int> Save(KnownProject project) => database.Execute(
        """
        INSERT INTO projects (folder, name, wanted, file, created_at) VALUES ($folder, $name, $wanted, $file, $created)
        ON CONFLICT (folder) DO UPDATE SET name = excluded.name, wanted = excluded.wanted, file = excluded.file
        """,
        ("$folder", project.Folder), ("$name", project.Name), ("$wanted", project.Wanted), ("$file", project.File), ("$created", project.CreatedAt));

    /// <summary>Forgets a project and gives its name and ports back.</summary>
    public Result<int> Delete(string folder) => database.Write(connection =>
        connection.Execute("DELETE FROM project_ports WHERE folder = $folder", ("$folder", folder))
        + connection.Execute("DELETE FROM projects WHERE folder = $folder", ("$folder", folder)));

    public Result<List<ProjectPort>> Ports() => database.Read(connection =>
        connection.Query("SELECT folder, process, port FROM project_ports", row => new ProjectPort(row.GetString(0), row.GetString(1), row.GetInt32(2))));

    public Result<int> SavePort(ProjectPort port) => database.Execute(
        """
        INSERT INTO project_ports (folder, process, port) VALUES ($folder, $process, $port)
        ON CONFLICT (folder, process) DO UPDATE SET port = excluded.port
        """,
        ("$folder", port.Folder), ("$process", port.Process), ("$port", port.Port));

    private static KnownProject Map(SqliteDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.Time(4));
}

/// <summary>A folder that was brought up once.</summary>
internal sealed record KnownProject(string Folder, string Name, string Wanted, string File, DateTimeOffset CreatedAt);

/// <summary>The port of a process with <c>port: auto</c>.</summary>
internal sealed record ProjectPort(string Folder, string Process, int Port);
