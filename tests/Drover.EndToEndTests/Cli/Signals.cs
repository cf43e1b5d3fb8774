using System.Diagnostics;
using System.Globalization;

namespace Drover.EndToEndTests.Cli;

/// <summary>What a terminal or a person sends.</summary>
internal static class Signals
{
    internal static async Task SendAsync(string signal, int pid)
    {
        using var kill = Process.Start("/bin/kill", ["-s", signal, pid.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        if (kill.ExitCode != 0)
        {
            throw new InvalidOperationException($"kill -s {signal} {pid} ended with {kill.ExitCode}");
        }
    }
}
