namespace Drover.Cli.Connecting;

/// <summary>Finds a program as a shell would, on the caller's PATH.</summary>
internal static class ProgramPath
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    internal static string? Find(string program)
    {
        if (program.Contains('/', StringComparison.Ordinal))
        {
            return IsExecutable(program) ? Path.GetFullPath(program) : null;
        }

        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'))
        {
            var path = Path.Combine(folder.Length == 0 ? "." : folder, program);
            if (IsExecutable(path))
            {
                return path;
            }
        }

        return null;
    }

    private static bool IsExecutable(string path)
        => !OperatingSystem.IsWindows() && File.Exists(path) && (File.GetUnixFileMode(path) & AnyExecute) != UnixFileMode.None;
}
