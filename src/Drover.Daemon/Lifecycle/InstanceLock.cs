using System.Globalization;
using Drover.Contracts.Errors;
using Drover.Supervision.Posix;

namespace Drover.Daemon.Lifecycle;

/// <summary>
/// The lock that makes this the only daemon of a data folder. The file holds the pid for people and messages; nothing is decided by it.
/// </summary>
internal static class InstanceLock
{
    // A killed daemon's lock may live on for an instant in a child it was just starting.
    private const int Attempts = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    public static async Task<Result<FileLock>> TakeAsync(string path)
    {
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                if (FileLock.TryTake(path, Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n", out _) is { } taken)
                {
                    return taken;
                }

                if (attempt == Attempts || OwnerOf(path) is not { } owner || Directory.Exists($"/proc/{owner}"))
                {
                    return Held(path);
                }

                await Task.Delay(Pause);
            }
        }
        catch (IOException exception)
        {
            return new Error(ErrorCodes.StorageReadOnly, $"The data folder cannot be used: {exception.Message}. DROVER_HOME chooses another place.");
        }
    }

    private static Error Held(string path)
    {
        var folder = Path.GetDirectoryName(path);
        return OwnerOf(path) is { } owner
            ? new Error(
                ErrorCodes.DaemonAlreadyRunning,
                $"A daemon (pid {owner}) works on {folder} already.",
                new Dictionary<string, string>(StringComparer.Ordinal) { ["pid"] = owner })
            : new Error(ErrorCodes.DaemonAlreadyRunning, $"A daemon works on {folder} already.");
    }

    private static string? OwnerOf(string path)
    {
        var text = FileLock.ReadText(path)?.Trim();
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? text : null;
    }
}
