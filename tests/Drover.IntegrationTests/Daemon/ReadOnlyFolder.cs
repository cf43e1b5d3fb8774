using System.Diagnostics;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon;

/// <summary>
/// A folder that becomes read-only under those who use it: files that are open stay as they are, new ones cannot be made. Only root may do that:
/// elsewhere the test is skipped, and says so.
/// </summary>
internal sealed class ReadOnlyFolder : IDisposable
{
    private readonly string _path;
    private bool _isOver;

    private ReadOnlyFolder(string path) => _path = path;

    public static async Task<ReadOnlyFolder> MakeAsync(string path)
    {
        if (await RunAsync("mount", "--bind", path, path) != 0)
        {
            Assert.Skip("A folder is made read-only by a mount, which only root may do.");
        }

        var folder = new ReadOnlyFolder(path);
        Assert.Equal(0, await RunAsync("mount", "-o", "remount,bind,ro", path));
        return folder;
    }

    /// <summary>Writable again.</summary>
    public void Dispose()
    {
        if (_isOver)
        {
            return;
        }

        _isOver = true;
        using var unmount = Process.Start("umount", ["--lazy", _path]);
        unmount.WaitForExit();
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        await process.WaitForExitAsync(Patience.Token);
        return process.ExitCode;
    }
}
