using Drover.Contracts.Errors;
using Drover.Daemon.Workspaces;

namespace Drover.Daemon.Features.Jobs.Tools;

/// <summary>The folder that an agent means: the one it names, else the one it works in, else the daemon's.</summary>
internal static class AgentFolder
{
    public static Result<WorkspaceFolder> Of(WorkspaceService workspaces, string? directory)
    {
        if (directory is not null && (!Path.IsPathRooted(directory) || directory.Contains('\0', StringComparison.Ordinal)))
        {
            return JobErrors.Invalid("working_directory", "working_directory is an absolute path.");
        }

        if (directory is not null && !Directory.Exists(directory))
        {
            return new Error(ErrorCodes.RequestCwdNotFound, $"The working directory {directory} does not exist.");
        }

        var workspace = directory is not null ? workspaces.Containing(directory) : workspaces.Find(null);
        return workspace.Error is { } unknown ? unknown : WorkspaceFolder.In(workspace.Value, directory);
    }
}
