using System.Text;
using Drover.Contracts.Errors;
using Drover.Supervision.Posix;
using Drover.Supervision.Watching;

namespace Drover.Daemon.Projects.Files;

/// <summary>Finds a project's file and reads it: <c>drover.yaml</c> from a folder upwards; only where there is none, the nearest <c>Procfile</c>.</summary>
internal static class ProjectFiles
{
    private const int Largest = 1 << 20;
    private static readonly string[] Yaml = ["drover.yaml", "drover.yml"];
    private static readonly string[] Procfile = ["Procfile"];

    /// <param name="path">A folder or a file, absolute.</param>
    public static Result<string> Find(string path)
    {
        if (!Path.IsPathFullyQualified(path))
        {
            return new Error(ErrorCodes.RequestInvalidValue, "path is absolute.", new Dictionary<string, string>(StringComparer.Ordinal) { ["field"] = "path" });
        }

        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (File.Exists(full))
        {
            // A link to a file that several worktrees share is in each of them.
            return Path.Combine(RealPath.Of(Path.GetDirectoryName(full)!), Path.GetFileName(full));
        }

        var real = RealPath.Of(full);
        return !Directory.Exists(real) ? new Error(ErrorCodes.ProjectNotFound, $"{path} does not exist.")
            : (Upwards(real, Yaml) ?? Upwards(real, Procfile)) is { } found ? found
            : new Error(ErrorCodes.ProjectNotFound, $"There is no drover.yaml and no Procfile in {path} or a folder above it.");
    }

    public static Result<ProjectFile> Read(string path)
    {
        string text;
        try
        {
            using var reader = new StreamReader(new MemoryStream(RegularFile.Read(path, Largest)), Encoding.UTF8);
            text = reader.ReadToEnd();
        }
        catch (IOException failure)
        {
            return new Error(ErrorCodes.ProjectFileUnreadable, $"{path} cannot be read: {failure.Message}");
        }

        var folder = Path.GetDirectoryName(path)!;
        return Path.GetFileName(path).StartsWith("Procfile", StringComparison.Ordinal)
            ? ProcfileReader.Read(text, path, folder, File.Exists(Path.Combine(folder, ".env")))
            : ProjectFileReader.Read(text, path, folder);
    }

    private static string? Upwards(string folder, IReadOnlyList<string> names)
    {
        for (var here = folder; here is not null; here = Path.GetDirectoryName(here))
        {
            if (names.Select(name => Path.Combine(here, name)).FirstOrDefault(File.Exists) is { } found)
            {
                return found;
            }
        }

        return null;
    }
}
