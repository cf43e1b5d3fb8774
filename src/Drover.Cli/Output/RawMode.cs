using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Drover.Cli.Output;

/// <summary>
/// The terminal as another program's: every key is handed over as it is, nothing is echoed, until it is disposed of. By stty(1), which is there
/// wherever a terminal is.
/// </summary>
internal sealed class RawMode : IAsyncDisposable
{
    private readonly string _before;

    private RawMode(string before) => _before = before;

    /// <returns>Null when there is no stty, or standard input is no terminal.</returns>
    internal static async Task<RawMode?> BeginAsync()
    {
        var before = await SttyAsync("-g");
        if (before is null)
        {
            return null;
        }

        var raw = new RawMode(before);
        if (await SttyAsync("raw", "-echo") is not null)
        {
            return raw;
        }

        await raw.DisposeAsync();
        return null;
    }

    /// <returns>Columns and rows; null for a terminal that does not know them.</returns>
    internal static async Task<(int Columns, int Rows)?> SizeAsync() =>
        (await SttyAsync("size"))?.Split(' ') is [var rows, var columns]
        && int.TryParse(rows, NumberStyles.None, CultureInfo.InvariantCulture, out var height) && height > 0
        && int.TryParse(columns, NumberStyles.None, CultureInfo.InvariantCulture, out var width) && width > 0
            ? (width, height)
            : null;

    public async ValueTask DisposeAsync() => await SttyAsync(_before);

    private static async Task<string?> SttyAsync(params string[] words)
    {
        try
        {
            using var stty = Process.Start(new ProcessStartInfo("stty", words) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var complaint = stty.StandardError.ReadToEndAsync();
            var said = await stty.StandardOutput.ReadToEndAsync();
            await complaint;
            await stty.WaitForExitAsync();
            return stty.ExitCode == 0 ? said.Trim() : null;
        }
        catch (Win32Exception)
        {
            // No stty: the caller is told that there is no raw mode.
            return null;
        }
    }
}
