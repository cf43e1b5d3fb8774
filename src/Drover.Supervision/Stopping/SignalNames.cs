using System.Globalization;

namespace Drover.Supervision.Stopping;

/// <summary>Names and numbers of signals, as kill(1) has them. Source: signal(7), asm-generic (x86_64 and aarch64).</summary>
public static class SignalNames
{
    /// <summary>SIGTERM.</summary>
    public const int Term = 15;

    /// <summary>SIGKILL.</summary>
    public const int Kill = 9;

    /// <summary>SIGCONT.</summary>
    public const int Cont = 18;

    private const int FirstRealTime = 34;
    private const int LastRealTime = 64;

    private static readonly string[] Names =
    [
        "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM",
        "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS",
    ];

    /// <summary>The name with its prefix, for example <c>SIGTERM</c>; <c>SIGRTMIN+3</c> for real-time signals.</summary>
    /// <param name="signal">The number, 1 to 64.</param>
    public static string Name(int signal) => signal switch
    {
        > 0 when signal < Names.Length => $"SIG{Names[signal]}",
        FirstRealTime => "SIGRTMIN",
        > FirstRealTime and <= LastRealTime => $"SIGRTMIN+{signal - FirstRealTime}",
        _ => $"signal {signal}",
    };

    /// <summary>Reads a name with or without its prefix, in any case, or a number.</summary>
    /// <param name="text">For example <c>HUP</c>, <c>sighup</c>, <c>1</c> or <c>RTMIN+3</c>.</param>
    /// <param name="signal">The number, 1 to 64.</param>
    public static bool TryParse(string? text, out int signal)
    {
        signal = 0;
        if (string.IsNullOrWhiteSpace(text))
        {
            return false;
        }

        var name = text.Trim().ToUpperInvariant();
        if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out signal))
        {
            return signal is >= 1 and <= LastRealTime and not (32 or 33);
        }

        name = name.StartsWith("SIG", StringComparison.Ordinal) ? name[3..] : name;
        if (name.StartsWith("RTMIN", StringComparison.Ordinal))
        {
            var offset = 0;
            var isOffset = name.Length == 5 || (name[5] == '+' && int.TryParse(name.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out offset));
            signal = FirstRealTime + offset;
            return isOffset && signal <= LastRealTime;
        }

        name = name switch
        {
            "POLL" => "IO",
            "IOT" => "ABRT",
            "CLD" => "CHLD",
            _ => name,
        };
        signal = name.Length == 0 ? -1 : Array.IndexOf(Names, name);
        return signal > 0;
    }
}
