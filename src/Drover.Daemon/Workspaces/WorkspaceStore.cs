using Drover.Contracts.Errors;
using Drover.Contracts.Workspaces;
using Drover.Daemon.Storage;

namespace Drover.Daemon.Workspaces;

/// <summary>The table workspaces.</summary>
internal sealed class WorkspaceStore(DroverDatabase database)
{
    /// <summary>All of them, the one registered last first.</summary>
    public Result<List<Workspace>> All() => database.Read(connection => connection.Query(
        "SELECT name, path FROM workspaces ORDER BY used_at DESC, name", row => new Workspace(row.GetString(0), row.GetString(1))));

    public Result<int> Save(Workspace workspace, DateTimeOffset usedAt) => database.Execute(
        """
        INSERT INTO workspaces (path, name, used_at) VALUES ($path, $name, $used)
        ON CONFLICT (path) DO UPDATE SET name = excluded.name, used_at = excluded.used_at
        """,
        ("$path", workspace.Path), ("$name", workspace.Name), ("$used", usedAt));
}
