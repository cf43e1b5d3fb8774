namespace Drover.Contracts.Workspaces;

/// <summary>A folder that Drover knows by name.</summary>
/// <param name="Name">Its name, unique.</param>
/// <param name="Path">The folder: absolute, links resolved.</param>
public sealed record Workspace(string Name, string Path);

/// <summary>Body of <c>POST /workspaces/register</c>.</summary>
public sealed record RegisterWorkspace
{
    /// <summary>The folder; a relative one starts in the daemon's start folder.</summary>
    public string? Path { get; init; }

    /// <summary>The name it shall have; by default the folder's own, with a number behind it when that is taken.</summary>
    public string? Name { get; init; }
}
