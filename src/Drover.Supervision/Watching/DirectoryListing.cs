using System.IO.Enumeration;

namespace Drover.Supervision.Watching;

/// <summary>One entry of a directory. A link to a directory counts as a file: links are not followed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsDirectory">True for a real directory.</param>
/// <param name="Stamp">Changes when a file's name, size or time of change does; 0 for directories.</param>
internal readonly record struct DirectoryEntry(string Name, bool IsDirectory, long Stamp);

/// <summary>Reads directories.</summary>
internal static class DirectoryListing
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    /// <summary>Reads one directory.</summary>
    /// <param name="path">Absolute path.</param>
    /// <returns>Its entries; empty when it is gone or may not be read.</returns>
    public static List<DirectoryEntry> Read(string path)
    {
        try
        {
            return [.. new FileSystemEnumerable<DirectoryEntry>(path, Describe, Everything)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return []; // It went away, or it is somebody else's: the subscription has told which.
        }
    }

    private static DirectoryEntry Describe(ref FileSystemEntry entry)
    {
        var name = entry.FileName.ToString();
        return entry.IsDirectory && (entry.Attributes & FileAttributes.ReparsePoint) == FileAttributes.None
            ? new DirectoryEntry(name, IsDirectory: true, 0)
            : new DirectoryEntry(name, IsDirectory: false, HashCode.Combine(name, entry.LastWriteTimeUtc, entry.Length));
    }
}
