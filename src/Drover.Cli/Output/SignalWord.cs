using System.Globalization;

namespace Drover.Cli.Output;

/// <summary>Names of signals as kill(1) has them, of the numbers the daemon tells. Source: signal(7), the numbers of x86_64 and aarch64.</summary>
internal static class SignalWord
{
    private static readonly string[] Names =
    [
        "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM",
        "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS",
    ];

    internal static string Of(int signal) => signal > 0 && signal < Names.Length ? $"SIG{Names[signal]}" : $"signal {signal.ToString(CultureInfo.InvariantCulture)}";
}
