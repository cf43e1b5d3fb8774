namespace Drover.Daemon.Storage;

/// <summary>Files nobody but the owner may read.</summary>
internal static class OwnFile
{
    public const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    public const UnixFileMode DirectoryMode = Mode | UnixFileMode.UserExecute;

    /// <summary>Creates an empty file with mode 0600; SQLite gives its side files the mode of the database.</summary>
    public static void CreateIfMissing(string path)
    {
        if (!File.Exists(path))
        {
            using var created = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite,
                UnixCreateMode = Mode,
            });
        }
    }
}
