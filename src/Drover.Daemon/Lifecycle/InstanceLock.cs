using System.Globalization;
using System.Text;
using Drover.Contracts.Errors;
using Drover.Daemon.Storage;

namespace Drover.Daemon.Lifecycle;

/// <summary>
/// The lock that makes this the only daemon of a data folder: flock on daemon.lock, which the system gives back however the daemon ends. The
/// file holds the pid for people and messages; nothing is decided by it.
/// </summary>
internal sealed class InstanceLock : IDisposable
{
    private readonly FileStream _file;

    private InstanceLock(FileStream file) => _file = file;

    public static Result<InstanceLock> Take(string path)
    {
        FileStream file;
        try
        {
            // FileShare.None is flock(LOCK_EX | LOCK_NB) on Unix, and the descriptor is O_CLOEXEC.
            file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                UnixCreateMode = OwnFile.Mode,
                BufferSize = 0,
            });
        }
        catch (UnauthorizedAccessException exception)
        {
            return new Error(ErrorCodes.StorageReadOnly, $"{path} cannot be opened: {exception.Message}");
        }
        catch (IOException exception) when (!File.Exists(path))
        {
            return new Error(ErrorCodes.StorageReadOnly, $"{path} cannot be created: {exception.Message}");
        }
        catch (IOException)
        {
            var owner = OwnerOf(path);
            return new Error(
                ErrorCodes.DaemonAlreadyRunning,
                owner is null ? $"A daemon works on {Path.GetDirectoryName(path)} already." : $"A daemon (pid {owner}) works on {Path.GetDirectoryName(path)} already.",
                owner is null ? null : new Dictionary<string, string>(StringComparer.Ordinal) { ["pid"] = owner });
        }

        WritePid(file);
        return new InstanceLock(file);
    }

    /// <summary>The pid in a lock file, which says who holds it only while somebody does.</summary>
    public static string? OwnerOf(string path)
    {
        try
        {
            // FileShare.ReadWrite takes no lock, so looking never gets in the way of a daemon that starts.
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file);
            var pid = reader.ReadLine();
            return int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? pid : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();

    private static void WritePid(FileStream file)
    {
        try
        {
            file.SetLength(0);
            file.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n"));
        }
        catch (IOException)
        {
            // A full disk: the lock itself is what counts.
        }
    }
}
