using System.Globalization;
using Drover.Contracts.Errors;
using Drover.Supervision.Posix;

namespace Drover.Daemon.Lifecycle;

/// <summary>
/// The lock that makes this the only daemon of a data folder. The file holds the pid for people and messages; nothing is decided by it.
/// </summary>
internal static class InstanceLock
{
    public static Result<FileLock> Take(string path)
    {
        try
        {
            return FileLock.TryTake(path, Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n", out _) is { } taken ? taken : Held(path);
        }
        catch (IOException exception)
        {
            return new Error(ErrorCodes.StorageReadOnly, $"The data folder cannot be used: {exception.Message}. DROVER_HOME chooses another place.");
        }
    }

    private static Error Held(string path)
    {
        var folder = Path.GetDirectoryName(path);
        var owner = FileLock.ReadText(path)?.Trim();
        return int.TryParse(owner, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? new Error(
                ErrorCodes.DaemonAlreadyRunning,
                $"A daemon (pid {owner}) works on {folder} already.",
                new Dictionary<string, string>(StringComparer.Ordinal) { ["pid"] = owner })
            : new Error(ErrorCodes.DaemonAlreadyRunning, $"A daemon works on {folder} already.");
    }
}
