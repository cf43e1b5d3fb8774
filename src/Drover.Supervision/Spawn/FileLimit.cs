using System.Globalization;
using Drover.Supervision.Posix;

namespace Drover.Supervision.Spawn;

/// <summary>
/// The soft limit of open files that commands get. The .NET runtime raises its own to the hard limit at start, and children
/// would inherit that: programs that loop over all descriptors then take minutes, and select(2) breaks.
/// </summary>
public static class FileLimit
{
    /// <summary>Set by whatever starts the daemon to the soft limit it was started with; never handed to commands.</summary>
    public const string Variable = "DROVER_NOFILE";

    private const ulong Usual = 1024;

    /// <summary>The limit for commands: that of the daemon's starter, else 1,024; never above the hard limit.</summary>
    public static long ForCommands()
    {
        var wanted = ulong.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given > 0
            ? given
            : Usual;
        return (long)Math.Min(Processes.GetFileLimits(out _, out var hard) == 0 ? Math.Min(wanted, hard) : wanted, long.MaxValue);
    }
}
