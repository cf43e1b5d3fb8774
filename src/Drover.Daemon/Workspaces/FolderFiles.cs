using System.Text;
using Drover.Supervision.Posix;
using Drover.Supervision.Watching;

namespace Drover.Daemon.Workspaces;

/// <summary>
/// The files of a folder, for those who guess from them what it is. The folder may be anybody's: what is no regular file, too large, or leads out of the
/// workspace by a link is as good as not there.
/// </summary>
internal sealed class FolderFiles
{
    private const int LargestFile = 1 << 20;
    private const int MostNames = 5_000;

    private readonly Func<string, IReadOnlyCollection<string>> _list;
    private readonly Func<string, string?> _read;
    private readonly Func<string, bool> _exists;
    private readonly Dictionary<string, string?> _texts = new(StringComparer.Ordinal);

    /// <param name="list">Names of the files and folders in it, for an empty path, or in a folder below it.</param>
    /// <param name="read">The text of a file in it or below; null when there is none.</param>
    /// <param name="exists">Whether something lies at a path below it.</param>
    /// <param name="above">The folder above, up to the workspace.</param>
    public FolderFiles(Func<string, IReadOnlyCollection<string>> list, Func<string, string?> read, Func<string, bool> exists, FolderFiles? above = null)
    {
        (_list, _read, _exists, Above) = (list, read, exists, above);
        Names = list("");
    }

    /// <summary>Names of the files and folders in it, in no order.</summary>
    public IReadOnlyCollection<string> Names { get; }

    /// <summary>The folder above; null for that of the workspace.</summary>
    public FolderFiles? Above { get; }

    /// <summary>It and the folders above, the nearest first.</summary>
    public IEnumerable<FolderFiles> Upwards
    {
        get
        {
            for (var folder = this; folder is not null; folder = folder.Above)
            {
                yield return folder;
            }
        }
    }

    public static FolderFiles Of(WorkspaceFolder folder)
    {
        var above = folder.Path == folder.Workspace.Path || Path.GetDirectoryName(folder.Path) is not { } parent ? null : Of(folder with { Path = parent });
        return new FolderFiles(
            below => Inside(folder, below) is { } path ? List(path) : [],
            name => Read(folder, name),
            name => Inside(folder, name) is { } path && Path.Exists(path),
            above);
    }

    /// <summary>Whether the folder has a file or folder at this relative path.</summary>
    public bool Has(string path) => path.Contains('/', StringComparison.Ordinal) ? _exists(path) : Names.Contains(path);

    /// <summary>The first of these names that is there.</summary>
    public string? First(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Has(name))
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>The first name in it, by order, that ends like one of these.</summary>
    public string? Ending(params string[] ends) =>
        Names.Where(name => ends.Any(end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase))).Order(StringComparer.Ordinal).FirstOrDefault();

    /// <summary>Names of the files and folders in a folder below it; none when there is no such folder.</summary>
    public IReadOnlyCollection<string> NamesIn(string folder) => Has(folder) ? _list(folder) : [];

    /// <summary>The text of a file; null when there is none that can be read.</summary>
    public string? Text(string path)
    {
        if (!_texts.TryGetValue(path, out var text))
        {
            _texts[path] = text = Has(path) ? _read(path) : null;
        }

        return text;
    }

    private static HashSet<string> List(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(folder).Take(MostNames).Select(path => Path.GetFileName(path))];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // A folder that nobody may look into has nothing to show.
            return [];
        }
    }

    private static string? Read(WorkspaceFolder folder, string name)
    {
        try
        {
            using var reader = Inside(folder, name) is { } path ? new StreamReader(new MemoryStream(RegularFile.Read(path, LargestFile)), Encoding.UTF8) : null;
            return reader?.ReadToEnd();
        }
        catch (IOException)
        {
            // A FIFO, a device, a huge file, one of somebody else: nothing to guess from.
            return null;
        }
    }

    private static string? Inside(WorkspaceFolder folder, string name)
    {
        try
        {
            var real = RealPath.Of(Path.GetFullPath(name, folder.Path));
            return WorkspaceFolder.IsInside(real, folder.Workspace.Path) ? real : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // Links in a circle lead nowhere.
            return null;
        }
    }
}
