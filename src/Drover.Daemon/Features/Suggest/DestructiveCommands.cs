using System.Text.RegularExpressions;

namespace Drover.Daemon.Features.Suggest;

/// <summary>Recognises commands that may destroy what cannot be brought back. A warning for people, no wall: a command can hide what it does.</summary>
internal static partial class DestructiveCommands
{
    public static bool Has(string command)
    {
        try
        {
            return Pattern().IsMatch(command);
        }
        catch (RegexMatchTimeoutException)
        {
            // Who writes such a command does not get it called harmless.
            return true;
        }
    }

    [GeneratedRegex(
        """
        \b(
            rm\s+(-\S+\s+)*(-[a-z]*[rf]|--recursive|--force)
          | rmdir\b | shred\b | truncate\b | wipefs\b | mkfs(\.\w+)?\b | dd\s+.*\bof= | fdisk\b | parted\b
          | find\s.*(-delete|-exec(dir)?\s+rm) | xargs\s.*\brm\b
          | git\s+(-\S+\s+)*(
                reset\s+.*--(hard|merge) | clean\s+.*(-[a-z]*[fdx]|--force) | push\s+.*(--force|-[a-z]*f\b|--delete|--mirror|\s\+\S) | checkout\s+(.*\s)?(--\s|\.(\s|$)|-f\b|--force)
              | restore\b | branch\s+.*(-[a-z]*D|--delete\s+--force) | stash\s+(drop|clear) | filter-branch | filter-repo | reflog\s+expire | gc\s+.*--prune | worktree\s+remove\s+.*(-f|--force))
          | drop\s+(table|database|schema|index|view|role|user) | truncate\s+table | delete\s+from | dropdb\b
          | kill\b | killall\b | pkill\b | fuser\s+.*-\w*k | (chmod|chown|chgrp)\s+.*(-[a-z]*R|--recursive)
          | docker\s+(system|volume|image|container|builder)\s+(prune|rm) | docker\s+(rm|rmi)\b | docker[\s-]compose\s+down\s+.*(-v|--volumes) | kubectl\s+delete | terraform\s+destroy | helm\s+(uninstall|delete)
          | shutdown\b | reboot\b | poweroff\b | halt\b | flushall\b | flushdb\b
        )
        | (curl|wget)\b.*\|\s*(sudo\s+)?\w*sh\b
        | (^|[^>0-9&])>\s*(/dev/(sd|nvme|disk|vd)|~?/?etc/)
        | :\(\)\s*\{
        """,
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace | RegexOptions.Singleline,
        200)]
    private static partial Regex Pattern();
}
