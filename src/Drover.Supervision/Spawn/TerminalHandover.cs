using System.Globalization;
using Drover.Supervision.Posix;

namespace Drover.Supervision.Spawn;

/// <summary>
/// Whether the next daemon will be able to take a terminal's master from a holder. pidfd_getfd(2) needs the right to trace the
/// holder, and Yama may restrict that: 1 to ancestors (and to whom the traced process names, which the native holder does),
/// 2 to those with CAP_SYS_PTRACE, 3 to nobody.
/// </summary>
internal static class TerminalHandover
{
    private const string YamaScope = "/proc/sys/kernel/yama/ptrace_scope";
    private const int CapabilityToTrace = 19;

    public static bool IsPossible(HolderKind holder)
    {
        if (!WorksOnOneself())
        {
            return false;
        }

        return Scope() switch
        {
            0 => true,
            1 => holder == HolderKind.Native || MayTrace(),
            2 => MayTrace(),
            _ => false,
        };
    }

    // Old kernels lack the call, and containers often forbid it.
    private static bool WorksOnOneself()
    {
        var self = Pidfd.Open(Environment.ProcessId);
        if (self < 0)
        {
            return false;
        }

        using var pidfd = new FileDescriptor(self);
        var copy = Pidfd.GetFd(self, self);
        if (copy >= 0)
        {
            _ = Files.Close(copy);
        }

        return copy >= 0;
    }

    private static int Scope() =>
        File.Exists(YamaScope) && int.TryParse(File.ReadAllText(YamaScope), CultureInfo.InvariantCulture, out var scope) ? scope : 0;

    private static bool MayTrace()
    {
        const string effective = "CapEff:";
        var line = File.ReadLines("/proc/self/status").FirstOrDefault(text => text.StartsWith(effective, StringComparison.Ordinal));
        return line is not null
            && ulong.TryParse(line.AsSpan(effective.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var capabilities)
            && (capabilities & (1UL << CapabilityToTrace)) != 0;
    }
}
