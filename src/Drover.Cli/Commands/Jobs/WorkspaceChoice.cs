using Drover.Contracts.Client;
using Drover.Contracts.Errors;

namespace Drover.Cli.Commands.Jobs;

/// <summary>Which workspace a folder belongs to: the innermost known one that contains it, else it is one by itself.</summary>
internal static class WorkspaceChoice
{
    /// <returns>Folder of the workspace.</returns>
    internal static async Task<Result<string>> OfAsync(DroverClient client, string folder)
    {
        var known = await client.WorkspacesAsync();
        return known.IsSuccess
            ? known.Value.Value.Select(workspace => workspace.Path).Where(path => Contains(path, folder)).MaxBy(path => path.Length) ?? folder
            : known.Error!;
    }

    private static bool Contains(string workspace, string folder) =>
        folder.StartsWith(workspace, StringComparison.Ordinal) && (folder.Length == workspace.Length || workspace.EndsWith('/') || folder[workspace.Length] == '/');
}
