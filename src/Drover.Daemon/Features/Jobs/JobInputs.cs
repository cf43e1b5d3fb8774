using System.Text;

namespace Drover.Daemon.Features.Jobs;

/// <summary>
/// What jobs read, each in a file (0600) that lives until the command has opened it: a pipe would hold 64 KiB and need somebody who feeds it, over
/// the death of the daemon too.
/// </summary>
internal sealed class JobInputs(JobsOptions options)
{
    /// <returns>The file.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public string Write(Guid job, string text)
    {
        Directory.CreateDirectory(options.InputFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var path = PathOf(job);
        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        file.Write(Encoding.UTF8.GetBytes(text));
        return path;
    }

    public void Remove(Guid job)
    {
        try
        {
            File.Delete(PathOf(job));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Without the folder there is nothing to remove; what else stays is removed at the next start.
        }
    }

    /// <summary>Removes what an earlier daemon left. Nothing that runs reads by name.</summary>
    public void RemoveAll()
    {
        try
        {
            Directory.Delete(options.InputFolder, recursive: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Usually it is not there; if it cannot be removed, it is private all the same.
        }
    }

    private string PathOf(Guid job) => Path.Combine(options.InputFolder, job.ToString());
}
