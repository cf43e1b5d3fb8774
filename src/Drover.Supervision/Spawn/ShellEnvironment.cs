using System.Text;
using Drover.Supervision.Identity;
using Drover.Supervision.Posix;

namespace Drover.Supervision.Spawn;

/// <summary>
/// What a shell would drop from the environment (names that are no shell names) or rewrite (its own variables) goes through
/// env(1), set up by a script of the run's own: on a command line everybody on the machine could read the values.
/// </summary>
internal static class ShellEnvironment
{
    private static readonly HashSet<string> Rewritten = new(StringComparer.Ordinal)
    {
        "_", "IFS", "LINENO", "MAIL", "MAILPATH", "OLDPWD", "OPTARG", "OPTIND", "PPID", "PS1", "PS2", "PS4", "SHLVL", "SHELLOPTS", "UID", "EUID",
    };

    /// <summary>The script that puts env(1) before the command; null when the shell hands on everything as it is.</summary>
    public static string? ScriptFor(ProcessSpec spec)
    {
        StringBuilder? script = null;
        foreach (var (name, value) in spec.Environment)
        {
            var isStalePwd = name is "PWD" && !string.Equals(value, spec.WorkingDirectory, StringComparison.Ordinal);
            if (name is FileLimit.Variable or RunMarker.DaemonVariable || !(isStalePwd || IsOdd(name)))
            {
                continue;
            }

            script ??= new StringBuilder("set -- env");
            script.Append(' ').Append(Quote($"{name}={value}"));
        }

        return script?.Append(" \"$@\"\n").ToString();
    }

    /// <summary>Writes the script for its owner only: it holds values.</summary>
    /// <returns>0, or the negative error number.</returns>
    public static int Write(string path, string script)
    {
        var fd = Files.Open(path, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive | OpenFlags.CloseOnExec, 0x180); // 0600
        if (fd < 0)
        {
            return fd;
        }

        using var owner = new FileDescriptor(fd);
        var bytes = Encoding.UTF8.GetBytes(script);
        var written = Files.Write(fd, bytes);
        return written == bytes.Length ? 0 : written < 0 ? written : -Errno.ENOSPC;
    }

    private static bool IsOdd(string name)
    {
        var isShellName = !char.IsAsciiDigit(name[0]);
        foreach (var letter in name)
        {
            isShellName &= char.IsAsciiLetterOrDigit(letter) || letter == '_';
        }

        return !isShellName || Rewritten.Contains(name) || name.StartsWith("BASH", StringComparison.Ordinal);
    }

    private static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
