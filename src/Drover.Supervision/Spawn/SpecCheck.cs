using Drover.Supervision.Posix;

namespace Drover.Supervision.Spawn;

/// <summary>Finds what is wrong with a spec before anything is started, because afterwards it is only an error number.</summary>
internal static class SpecCheck
{
    public static SpawnResult.SpawnFailed? FindFault(ProcessSpec spec)
    {
        if (!spec.Program.StartsWith('/') || !spec.WorkingDirectory.StartsWith('/'))
        {
            return new SpawnResult.SpawnFailed(Errno.EINVAL, "The program and the working directory have to be absolute paths.");
        }

        if (HasZero(spec.Program) || HasZero(spec.WorkingDirectory) || spec.Arguments.Any(HasZero))
        {
            return new SpawnResult.SpawnFailed(Errno.EINVAL, "The command holds a NUL character, which the system cannot pass on.");
        }

        var found = FileFacts.Of(spec.WorkingDirectory, out var folder);
        if (found < 0 || !folder.IsDirectory)
        {
            var errno = found < 0 ? -found : Errno.ENOTDIR;
            return new SpawnResult.SpawnFailed(errno, $"The working directory {spec.WorkingDirectory} cannot be used: {Errno.Describe(errno)}.");
        }

        found = FileFacts.Of(spec.Program, out var program);
        if (found < 0 || program.IsDirectory)
        {
            var errno = found < 0 ? -found : Errno.EISDIR;
            return new SpawnResult.SpawnFailed(errno, $"{spec.Program} cannot be run: {Errno.Describe(errno)}.");
        }

        foreach (var (name, value) in spec.Environment)
        {
            if (name.Length == 0 || name.Contains('=', StringComparison.Ordinal) || HasZero(name) || HasZero(value))
            {
                return new SpawnResult.SpawnFailed(Errno.EINVAL, $"The environment variable \"{name.Replace('\0', '?')}\" cannot be passed on: its name is empty or holds \"=\", or there is a NUL character in it.");
            }
        }

        return null;
    }

    private static bool HasZero(string text) => text.Contains('\0', StringComparison.Ordinal);
}
