using Drover.Contracts.Errors;
using Drover.Contracts.Workspaces;
using Drover.Supervision.Watching;

namespace Drover.Daemon.Workspaces;

/// <summary>Which folders are known, and which one a call means.</summary>
internal sealed class WorkspaceService(WorkspaceStore store, WorkspaceOptions options, TimeProvider time)
{
    private readonly Lock _gate = new();

    /// <summary>The folder the daemon was started in, then the registered ones, the latest first.</summary>
    public Result<IReadOnlyList<Workspace>> List()
    {
        var stored = store.All();
        if (stored.Error is { } error)
        {
            return error;
        }

        var start = stored.Value.Find(workspace => workspace.Path == options.StartFolder) ?? Unregistered(options.StartFolder);
        return (List<Workspace>)[start, .. stored.Value.Where(workspace => workspace.Path != start.Path)];
    }

    /// <summary>Makes a folder known by a name; one that is known already keeps its name unless another is asked for.</summary>
    public Result<Workspace> Register(RegisterWorkspace request)
    {
        if (request.Path is not { Length: > 0 } path || path.Contains('\0', StringComparison.Ordinal))
        {
            return Invalid("path", "path is the folder to register.");
        }

        if (request.Name is { } wish && (wish.Length is 0 or > 100 || wish.Any(letter => letter == '/' || char.IsControl(letter))))
        {
            return Invalid("name", "name has 1 to 100 characters, no slash and no control characters.");
        }

        var full = Path.GetFullPath(path, options.StartFolder);
        if (!Directory.Exists(full))
        {
            return NotFound(File.Exists(full) ? $"{full} is a file: a workspace is a folder." : $"{full} does not exist.", path);
        }

        lock (_gate)
        {
            return Save(RealPath.Of(Path.TrimEndingDirectorySeparator(full)), request.Name);
        }
    }

    /// <summary>The workspace that a call names, by its name or as a folder, known or not; the daemon's start folder when it names none.</summary>
    public Result<Workspace> Find(string? nameOrPath)
    {
        if (string.IsNullOrEmpty(nameOrPath))
        {
            return Known(options.StartFolder) ?? Unregistered(options.StartFolder);
        }

        if (nameOrPath is not ("." or "..") && !nameOrPath.Contains('/', StringComparison.Ordinal))
        {
            var all = store.All();
            if (all.Error is { } error)
            {
                return error;
            }

            var start = Unregistered(options.StartFolder);
            return all.Value.Append(start).FirstOrDefault(workspace => string.Equals(workspace.Name, nameOrPath, StringComparison.OrdinalIgnoreCase)) is { } named
                ? named
                : NotFound($"No workspace is called \"{nameOrPath}\".", nameOrPath);
        }

        if (nameOrPath.Contains('\0', StringComparison.Ordinal))
        {
            return Invalid("workspace", "workspace has a NUL character in it.");
        }

        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(nameOrPath, options.StartFolder));
        if (Directory.Exists(folder))
        {
            folder = RealPath.Of(folder);
            return Known(folder) ?? Unregistered(folder);
        }

        // A known one that vanished is told as such where its folder is needed.
        return Known(folder) ?? (Result<Workspace>)NotFound($"The workspace {folder} is no folder.", nameOrPath);
    }

    /// <summary>The workspace of somebody who only names a folder: the innermost known one that contains it, else the folder by itself.</summary>
    /// <param name="folder">An absolute path.</param>
    public Result<Workspace> Containing(string folder)
    {
        var known = List();
        if (known.Error is { } error)
        {
            return error;
        }

        var real = RealPath.Of(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return known.Value.Where(workspace => WorkspaceFolder.IsInside(real, workspace.Path)).MaxBy(workspace => workspace.Path.Length) ?? Unregistered(real);
    }

    private Result<Workspace> Save(string folder, string? wish)
    {
        var all = store.All();
        if (all.Error is { } unreadable)
        {
            return unreadable;
        }

        var taken = all.Value.Where(workspace => workspace.Path != folder).Select(workspace => workspace.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (wish is not null && taken.Contains(wish))
        {
            return new Error(ErrorCodes.WorkspaceNameTaken, $"Another workspace is called {wish}.", Field("name"));
        }

        var name = wish ?? all.Value.Find(workspace => workspace.Path == folder)?.Name ?? Free(NameOf(folder), taken);
        var workspace = new Workspace(name, folder);
        return store.Save(workspace, time.GetUtcNow()).Error is { } error ? error : workspace;
    }

    private Workspace? Known(string folder) => store.All() is { IsSuccess: true, Value: var all } ? all.Find(workspace => workspace.Path == folder) : null;

    private static string Free(string name, HashSet<string> taken) =>
        !taken.Contains(name) ? name : Enumerable.Range(2, taken.Count + 1).Select(number => $"{name}-{number}").First(candidate => !taken.Contains(candidate));

    private static Workspace Unregistered(string folder) => new(NameOf(folder), folder);

    private static string NameOf(string folder) => Path.GetFileName(folder) is { Length: > 0 } name ? name : "root";

    private static Error NotFound(string message, string what) =>
        new(ErrorCodes.WorkspaceNotFound, message, new Dictionary<string, string>(StringComparer.Ordinal) { ["field"] = "workspace", ["workspace"] = what });

    private static Error Invalid(string field, string message) => new(ErrorCodes.RequestInvalidValue, message, Field(field));

    private static Dictionary<string, string> Field(string name) => new(StringComparer.Ordinal) { ["field"] = name };
}

/// <summary>Where a call works that names no workspace.</summary>
/// <param name="StartFolder">The folder the daemon was started in, links resolved.</param>
internal sealed record WorkspaceOptions(string StartFolder);
