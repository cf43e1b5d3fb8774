using System.ComponentModel;
using System.Diagnostics;

namespace Drover.Cli.Output;

/// <summary>
/// Lets the terminal hand over each key at once instead of lines, until it is disposed of. By stty(1): Console.ReadKey would wait behind the
/// read that is under way on the same terminal.
/// </summary>
internal sealed class SingleKeys : IAsyncDisposable
{
    private readonly string? _before;

    private SingleKeys(string? before) => _before = before;

    internal static async Task<SingleKeys> BeginAsync()
    {
        var before = await SttyAsync("-g");
        if (before is not null)
        {
            await SttyAsync("-icanon", "-echo", "min", "1", "time", "0");
        }

        return new SingleKeys(before);
    }

    public async ValueTask DisposeAsync()
    {
        if (_before is not null)
        {
            await SttyAsync(_before);
        }
    }

    private static async Task<string?> SttyAsync(params string[] words)
    {
        try
        {
            using var stty = Process.Start(new ProcessStartInfo("stty", words) { UseShellExecute = false, RedirectStandardOutput = true })!;
            var said = await stty.StandardOutput.ReadToEndAsync();
            await stty.WaitForExitAsync();
            return stty.ExitCode == 0 ? said.Trim() : null;
        }
        catch (Win32Exception)
        {
            // Without stty the answer needs Enter, as every line does.
            return null;
        }
    }
}
