using Drover.Cli.CommandLine;

namespace Drover.Cli.Commands.Tasks;

/// <summary>A workspace as it is typed: a word without a slash is its name; anything else is a folder as seen from here.</summary>
internal static class WorkspaceWord
{
    /// <returns>Its name or its whole path; null for a folder that is relative to one that does not exist any more.</returns>
    internal static string? Of(string word) =>
        word is not ("." or "..") && !word.Contains('/', StringComparison.Ordinal) ? word
        : Path.IsPathRooted(word) ? Path.GetFullPath(word)
        : CallerFolder.Here() is { } here ? Path.GetFullPath(word, here)
        : null;
}
