namespace Drover.Cli.Commands.Projects.Init;

/// <summary>A process that was found in a folder.</summary>
/// <param name="Name">What it is called there; in the draft, what it is called in the file.</param>
/// <param name="Shell">The line that starts it.</param>
/// <param name="From">Where it was found, told as a comment.</param>
internal sealed record DraftProcess(string Name, string Shell, string From)
{
    /// <summary>Folder it runs in, relative; null for the project's own.</summary>
    internal string? Folder { get; init; }

    /// <summary>Whether it takes a port as <c>PORT</c>.</summary>
    internal bool TakesPort { get; init; }
}
