using Drover.Daemon.Storage;

namespace Drover.Daemon.Features.Tasks.Worktrees;

/// <summary>Where worktrees lie, and files that live for one operation.</summary>
/// <param name="Root">The folder of all worktrees, in the daemon's data folder.</param>
internal sealed record WorktreeFolders(string Root)
{
    public static WorktreeFolders In(string dataDir) => new(Path.Combine(dataDir, "worktrees"));

    public string Of(Checkout checkout, string taskId) =>
        Path.Combine(Root, WorktreeNames.RepositoryFolder(checkout.Root, checkout.CommonDir), taskId);

    /// <summary>The name of an index file that is gone when the operation is over, and begins as a copy of another.</summary>
    public ScratchIndex Index(string? copyOf = null)
    {
        var folder = Path.Combine(Root, ".index");
        Directory.CreateDirectory(folder, OwnFile.DirectoryMode);
        var index = new ScratchIndex(Path.Combine(folder, Guid.NewGuid().ToString("N")));
        if (copyOf is not null && File.Exists(copyOf))
        {
            File.Copy(copyOf, index.Path);
        }

        return index;
    }
}

/// <summary>An index file for one operation.</summary>
internal sealed record ScratchIndex(string Path) : IDisposable
{
    public void Dispose()
    {
        File.Delete(Path);
        File.Delete(Path + ".lock");
    }
}
