namespace Drover.Supervision.Identity;

/// <summary>How a holder is recognised by its command line, which the spawning side builds. Two samples:
/// <code>
/// /opt/drover/drover-holder -n 1024 -d /work -r /data/runs/ID -- /usr/bin/node server.js
/// /bin/sh -c SCRIPT drover-holder 1024 CGROUP TERMINAL IN CLOSE ERR ENVIRONMENT /data/runs/ID /usr/bin/node server.js
/// </code>
/// </summary>
/// <param name="RunDirectory">The directory of the run it serves.</param>
/// <param name="Command">The command it was given, program first.</param>
internal sealed record HolderCommandLine(string RunDirectory, IReadOnlyList<string> Command)
{
    /// <summary>The native holder's file name, and the shell holder's <c>$0</c>.</summary>
    public const string Name = "drover-holder";

    /// <summary>The native holder's option for the run directory.</summary>
    public const string RunDirectoryOption = "-r";

    /// <summary>What ends the native holder's options.</summary>
    public const string EndOfOptions = "--";

    private const int ShellName = 3;
    private const int ShellRunDirectory = 11;

    /// <summary>Reads a command line; null when it is not a holder's.</summary>
    public static HolderCommandLine? Parse(IReadOnlyList<string> words)
    {
        if (words.Count > ShellRunDirectory && words[1] is "-c" && words[ShellName] is Name)
        {
            return new HolderCommandLine(words[ShellRunDirectory], [.. words.Skip(ShellRunDirectory + 1)]);
        }

        if (words.Count == 0 || Path.GetFileName(words[0]) is not Name)
        {
            return null;
        }

        for (var n = 1; n + 1 < words.Count && words[n] is not EndOfOptions; n++)
        {
            if (words[n] is RunDirectoryOption)
            {
                return new HolderCommandLine(words[n + 1], [.. words.SkipWhile(word => word is not EndOfOptions).Skip(1)]);
            }
        }

        return null;
    }
}
