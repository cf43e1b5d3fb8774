using Drover.Supervision.Posix;

namespace Drover.Supervision.Spawn;

/// <summary>Finds a program the way a shell does, but on the given PATH and from the given folder, not on the daemon's.</summary>
public static class ProgramLocator
{
    // What confstr(_CS_PATH) says, for callers whose environment has no PATH at all.
    private const string PathOfSystem = "/usr/local/bin:/bin:/usr/bin";

    /// <summary>Looks a program up.</summary>
    /// <param name="program">A name to look for on PATH, or a path when it holds a slash.</param>
    /// <param name="workingDirectory">What relative paths, those on PATH included, are relative to. Absolute.</param>
    /// <param name="path">The value of PATH; null means it is not set.</param>
    /// <returns>An absolute path, symbolic links not followed (a program may look at the name it was called by), or the reason.</returns>
    public static ProgramLookup Find(string program, string workingDirectory, string? path)
    {
        if (program.Length == 0 || program.Contains('\0', StringComparison.Ordinal))
        {
            return new ProgramLookup.NotFound(program);
        }

        if (program.Contains('/', StringComparison.Ordinal))
        {
            return Judge(Absolute(program, workingDirectory));
        }

        ProgramLookup? nearest = null;
        foreach (var folder in (path ?? PathOfSystem).Split(':'))
        {
            var lookup = Judge(Absolute(Path.Join(folder, program), workingDirectory));
            if (lookup is ProgramLookup.Found)
            {
                return lookup;
            }

            // A shell goes on past a folder or a plain file of that name, and so do we; but the last word may say that one was there.
            nearest ??= lookup is ProgramLookup.NotExecutable ? lookup : null;
        }

        return nearest ?? new ProgramLookup.NotFound(program);
    }

    private static ProgramLookup Judge(string path)
    {
        if (FileFacts.Of(path, out var facts) < 0)
        {
            return new ProgramLookup.NotFound(path);
        }

        if (facts.IsDirectory)
        {
            return new ProgramLookup.IsDirectory(path);
        }

        return Files.IsExecutable(path) ? new ProgramLookup.Found(path) : new ProgramLookup.NotExecutable(path);
    }

    private static string Absolute(string path, string workingDirectory)
    {
        while (path.StartsWith("./", StringComparison.Ordinal))
        {
            path = path[2..];
        }

        // Not GetFullPath: taking ".." out by its letters is wrong behind a symbolic link.
        return Path.IsPathRooted(path) ? path : Path.Join(workingDirectory, path);
    }
}

/// <summary>Where a program is, or why it is not to be run. A closed family.</summary>
public abstract record ProgramLookup
{
    private ProgramLookup()
    {
    }

    /// <summary>It is there.</summary>
    /// <param name="Path">The absolute path.</param>
    public sealed record Found(string Path) : ProgramLookup;

    /// <summary>There is no such file.</summary>
    /// <param name="Program">What was looked for.</param>
    public sealed record NotFound(string Program) : ProgramLookup;

    /// <summary>A folder has that path.</summary>
    /// <param name="Path">The absolute path.</param>
    public sealed record IsDirectory(string Path) : ProgramLookup;

    /// <summary>The file is there, but this user may not run it.</summary>
    /// <param name="Path">The absolute path.</param>
    public sealed record NotExecutable(string Path) : ProgramLookup;
}
