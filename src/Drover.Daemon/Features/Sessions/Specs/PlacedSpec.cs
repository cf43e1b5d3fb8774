using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Supervision.Spawn;

namespace Drover.Daemon.Features.Sessions.Specs;

/// <summary>A spec looked at on this machine: paths are absolute and existed at that moment, the program was found.</summary>
/// <param name="Spec">The spec with absolute paths.</param>
/// <param name="Command">Program and arguments as told to people; a shell line is <c>/bin/sh -c line</c>.</param>
/// <param name="Cwd">Absolute working directory.</param>
internal sealed record PlacedSpec(SessionSpec Spec, IReadOnlyList<string> Command, string Cwd)
{
    /// <summary>Puts a spec that passed <see cref="SpecRules"/> in its place; each thing that is missing has its own code.</summary>
    public static Result<PlacedSpec> Place(SessionSpec spec, string startFolder)
    {
        var cwd = FolderOf(spec, startFolder);
        if (!Directory.Exists(cwd))
        {
            return Missing(ErrorCodes.RequestCwdNotFound, "cwd", File.Exists(cwd) ? $"The working directory {cwd} is a file." : $"The working directory {cwd} does not exist.", cwd);
        }

        var watch = new List<string>(spec.Watch?.Count ?? 0);
        foreach (var path in spec.Watch ?? [])
        {
            var absolute = Path.GetFullPath(path, cwd);
            if (Unreadable(absolute) is { } why)
            {
                return Missing(ErrorCodes.WatchUnreadable, "watch", $"{absolute} cannot be watched: {why}", absolute);
            }

            watch.Add(absolute);
        }

        var placed = spec with { Cwd = cwd, Watch = spec.Watch is null ? null : watch, Wait = null };
        return Of(placed);
    }

    /// <summary>Its working directory as an absolute path, there or not.</summary>
    public static string FolderOf(SessionSpec spec, string startFolder) =>
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(spec.Cwd ?? startFolder, startFolder));

    /// <summary>The same for a spec that was placed before, e.g. one read from the database.</summary>
    public static PlacedSpec Of(SessionSpec placed) =>
        new(placed, placed.Shell is { } line ? ["/bin/sh", "-c", line] : placed.Command!, placed.Cwd!);

    /// <summary>Finds the program on the PATH the session will have.</summary>
    public static Result<string> FindProgram(string program, string cwd, IReadOnlyDictionary<string, string> environment)
    {
        var path = environment.GetValueOrDefault("PATH");
        return ProgramLocator.Find(program, cwd, path) switch
        {
            ProgramLookup.Found found => found.Path,
            ProgramLookup.IsDirectory folder => Missing(ErrorCodes.ProcessProgramIsDirectory, "command", $"{folder.Path} is a folder, not a program.", program),
            ProgramLookup.NotExecutable file => Missing(ErrorCodes.ProcessNotExecutable, "command", $"{file.Path} may not be executed; chmod +x would allow it.", program),
            _ when program.Contains('/', StringComparison.Ordinal) => Missing(ErrorCodes.ProcessProgramNotFound, "command", $"{Path.GetFullPath(program, cwd)} does not exist.", program),
            _ => NotOnPath(program, path),
        };
    }

    private static string? Unreadable(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                using var entries = Directory.EnumerateFileSystemEntries(path).GetEnumerator();
                entries.MoveNext();
                return null;
            }

            if (!File.Exists(path))
            {
                return "it does not exist.";
            }

            using var file = File.OpenHandle(path);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return failure.Message;
        }
    }

    // The sentence stands in tables and pages; a PATH of twenty folders does not.
    private static Error NotOnPath(string program, string? path)
    {
        var folders = path?.Split(':', StringSplitOptions.RemoveEmptyEntries).Length;
        var looked = folders switch { null => "which is not set", 1 => "1 folder", _ => $"{folders} folders" };
        return Refusal.Of(ErrorCodes.ProcessProgramNotFound, $"{program} was not found on PATH ({looked}).", ("field", "command"), ("path", program), ("searched", path ?? ""));
    }

    private static Error Missing(string code, string field, string message, string what) => Refusal.Of(code, message, ("field", field), ("path", what));
}
