using Drover.Contracts.Client;
using Drover.Contracts.Errors;
using Drover.Daemon.Storage;

namespace Drover.Daemon.Lifecycle;

/// <summary>
/// The folders of the daemon, 0700. Everything secret lies below them, so the process's umask stays the user's: commands inherit it, and their
/// files must get the modes they get in a terminal.
/// </summary>
internal static class DataFolder
{
    public static Error? Prepare(DroverPaths paths)
    {
        foreach (var folder in (ReadOnlySpan<string>)[paths.DataDir, paths.RuntimeDir])
        {
            try
            {
                Directory.CreateDirectory(folder, OwnFile.DirectoryMode);
                if (File.GetUnixFileMode(folder) != OwnFile.DirectoryMode)
                {
                    File.SetUnixFileMode(folder, OwnFile.DirectoryMode);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return new Error(
                    ErrorCodes.StorageReadOnly,
                    $"The folder {folder} cannot be used: {exception.Message} It must belong to you and be writable; DROVER_HOME chooses another place.");
            }
        }

        return null;
    }
}
