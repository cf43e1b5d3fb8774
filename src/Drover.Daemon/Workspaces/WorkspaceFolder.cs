using Drover.Contracts.Errors;
using Drover.Contracts.Workspaces;
using Drover.Supervision.Watching;

namespace Drover.Daemon.Workspaces;

/// <summary>A folder inside a workspace: there, and not beyond it by any link.</summary>
/// <param name="Workspace">The workspace.</param>
/// <param name="Path">The folder: absolute, links resolved.</param>
internal sealed record WorkspaceFolder(Workspace Workspace, string Path)
{
    /// <summary>The folder as seen from the workspace; <c>.</c> for the workspace itself.</summary>
    public string Relative => System.IO.Path.GetRelativePath(Workspace.Path, Path);

    /// <param name="workspace">The workspace.</param>
    /// <param name="cwd">Relative to it; null or empty for the workspace itself. An absolute path is taken when it lies inside.</param>
    public static Result<WorkspaceFolder> In(Workspace workspace, string? cwd)
    {
        if (!Directory.Exists(workspace.Path))
        {
            return Error(ErrorCodes.WorkspaceGone, $"The folder of the workspace {workspace.Name}, {workspace.Path}, is not there any more.", workspace.Path);
        }

        if (cwd?.Contains('\0', StringComparison.Ordinal) is true)
        {
            return Error(ErrorCodes.RequestInvalidValue, "cwd has a NUL character in it.", "cwd");
        }

        try
        {
            return Resolve(workspace, cwd ?? "");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Error(ErrorCodes.RequestCwdNotFound, $"cwd \"{cwd}\" cannot be looked at: {failure.Message}", cwd ?? "");
        }
    }

    private static Result<WorkspaceFolder> Resolve(Workspace workspace, string cwd)
    {
        var root = RealPath.Of(workspace.Path);
        var folder = RealPath.Of(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(cwd, root)));
        if (!IsInside(folder, root))
        {
            return Error(ErrorCodes.WorkspaceEscape, $"cwd \"{cwd}\" is {folder}, outside of the workspace {workspace.Name} ({root}).", folder);
        }

        return Directory.Exists(folder)
            ? new WorkspaceFolder(workspace with { Path = root }, folder)
            : Error(ErrorCodes.RequestCwdNotFound, File.Exists(folder) ? $"cwd \"{cwd}\" is a file: {folder}." : $"cwd \"{cwd}\" does not exist: {folder}.", folder);
    }

    internal static bool IsInside(string folder, string root) =>
        folder.StartsWith(root, StringComparison.Ordinal) && (folder.Length == root.Length || root.EndsWith('/') || folder[root.Length] == '/');

    private static Error Error(string code, string message, string path) => new(code, message, new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["field"] = code is ErrorCodes.WorkspaceGone ? "workspace" : "cwd",
        ["path"] = path,
    });
}
