using System.Diagnostics;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon;

/// <summary>A file system of its own that can be filled and made read-only. Only root may mount one: elsewhere the test is skipped, and says so.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(TempDir folder) => Folder = folder;

    public TempDir Folder { get; }

    public static async Task<SmallDisk> MountAsync(string size)
    {
        var folder = new TempDir();
        if (await RunAsync("mount", "-t", "tmpfs", "-o", $"size={size}", "drover-test", folder.Path) != 0)
        {
            folder.Dispose();
            Assert.Skip("A disk of its own needs a tmpfs, which only root may mount.");
        }

        return new SmallDisk(folder);
    }

    /// <summary>Takes every free byte.</summary>
    public void Fill()
    {
        using var filler = new FileStream(Folder["filler"], FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                filler.Write(block);
            }
        }
        catch (IOException)
        {
            // Full, as wanted.
        }
    }

    public void MakeRoom() => File.Delete(Folder["filler"]);

    public async Task RemountAsync(string options) => Assert.Equal(0, await RunAsync("mount", "-o", $"remount,{options}", Folder.Path));

    public void Dispose()
    {
        using var unmount = Process.Start("umount", ["--lazy", Folder.Path]);
        unmount.WaitForExit();
        Folder.Dispose();
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        await process.WaitForExitAsync(Patience.Token);
        return process.ExitCode;
    }
}
