using Drover.Contracts.Client;
using Drover.Daemon.Storage;

namespace Drover.Daemon.Features.Tasks.Attempts;

/// <summary>Files that attempts are given: what they read, and what their runner wants to be there. All 0600, in a folder of the task's own that goes with it.</summary>
internal sealed class AttemptFiles(DroverPaths paths)
{
    public string FolderOf(Guid task, int attempt) => Path.Combine(paths.DataDir, "attempts", task.ToString(), attempt.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <returns>The file.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public string WriteInput(Guid task, int attempt, byte[] input)
    {
        var path = Path.Combine(FolderOf(task, attempt), "input");
        Write(path, input);
        return path;
    }

    /// <exception cref="IOException">One of them cannot be written.</exception>
    public static void Write(IReadOnlyDictionary<string, string> files)
    {
        foreach (var (path, text) in files)
        {
            Write(path, System.Text.Encoding.UTF8.GetBytes(text));
        }
    }

    public void Remove(Guid task)
    {
        try
        {
            Directory.Delete(Path.Combine(paths.DataDir, "attempts", task.ToString()), recursive: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Usually it is not there; if it cannot be removed, it is private all the same.
        }
    }

    private static void Write(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!, OwnFile.DirectoryMode);
        using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OwnFile.Mode });
        file.Write(bytes);
    }
}
