using MAB.DotIgnore;

namespace Drover.Supervision.Watching;

/// <summary>
/// The .gitignore and .ignore files of folders that no git repository holds (or whose git cannot be asked). A path is ignored when
/// the file of any folder above it says so.
/// </summary>
/// <param name="top">The uppermost folder whose files are read.</param>
internal sealed class FileIgnoreRules(string top) : IgnoreRules
{
    private static readonly string[] FileNames = [".gitignore", ".ignore"];
    private readonly Dictionary<string, IgnoreList?> _lists = new(StringComparer.Ordinal);

    public override ValueTask<bool[]> AreIgnoredAsync(string directory, IReadOnlyList<string> entries)
    {
        var ignored = new bool[entries.Count];
        for (var folder = directory; folder is not null && IsInside(folder); folder = Path.GetDirectoryName(folder))
        {
            if (ListOf(folder) is not { } list)
            {
                continue;
            }

            var prefix = folder.Length == directory.Length ? "" : directory[(folder.Length + 1)..] + "/";
            for (var i = 0; i < entries.Count; i++)
            {
                var isDirectory = entries[i].EndsWith('/');
                ignored[i] |= list.IsIgnored(prefix + entries[i].TrimEnd('/'), isDirectory);
            }
        }

        return new(ignored);
    }

    public override ValueTask ReloadAsync()
    {
        _lists.Clear();
        return ValueTask.CompletedTask;
    }

    private bool IsInside(string folder) =>
        folder.StartsWith(top, StringComparison.Ordinal) && (folder.Length == top.Length || folder[top.Length] == '/');

    private IgnoreList? ListOf(string folder)
    {
        if (!_lists.TryGetValue(folder, out var list))
        {
            foreach (var file in FileNames.Select(name => Path.Combine(folder, name)).Where(File.Exists))
            {
                (list ??= new IgnoreList()).AddRules(file);
            }

            _lists[folder] = list;
        }

        return list;
    }
}
