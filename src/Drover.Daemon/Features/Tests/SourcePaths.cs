namespace Drover.Daemon.Features.Tests;

/// <summary>Paths of sources as frameworks write them: absolute, relative to where they ran, or to a folder above, as cargo does in a workspace.</summary>
internal static class SourcePaths
{
    public static string? InWorkspace(string? file, string cwd, string workspace)
    {
        if (string.IsNullOrEmpty(file) || file.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        var path = file.StartsWith("file://", StringComparison.Ordinal) ? file["file://".Length..] : file;
        if (Path.IsPathRooted(path))
        {
            return Shown(Path.GetFullPath(path), workspace);
        }

        for (var folder = cwd; folder is not null && (folder == workspace || folder.StartsWith(workspace + "/", StringComparison.Ordinal)); folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, path)))
            {
                return Shown(Path.GetFullPath(path, folder), workspace);
            }
        }

        return path;
    }

    private static string Shown(string full, string workspace) => full.StartsWith(workspace + "/", StringComparison.Ordinal) ? full[(workspace.Length + 1)..] : full;
}
