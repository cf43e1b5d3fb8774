using System.Diagnostics;
using System.Threading.Channels;
using Drover.Supervision.Watching;
using Drover.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Drover.IntegrationTests.Supervision.Watching;

/// <summary>A folder of its own and a watcher for it. What must not trigger is proved by a later change that does.</summary>
public abstract class WatchFixture : IAsyncDisposable
{
    private readonly Channel<WatchBatch> _batches = Channel.CreateUnbounded<WatchBatch>();
    private int _marks;

    protected WatchFixture() =>
        Watcher = new FileWatcher([Dir["drover-data"]], TimeProvider.System, NullLogger.Instance);

    internal TempDir Dir { get; } = new();

    internal FileWatcher Watcher { get; }

    public async ValueTask DisposeAsync()
    {
        await Watcher.DisposeAsync();
        Dir.Dispose();
        GC.SuppressFinalize(this);
    }

    internal WatchSpec Spec(params string[] paths) =>
        new() { Paths = paths.Length > 0 ? paths : ["."], WorkingDirectory = Dir.Path, Debounce = TimeSpan.Zero };

    internal async Task<WatchHandle> WatchAsync(WatchSpec spec)
    {
        var started = Assert.IsType<WatchStartResult.Started>(await Watcher.WatchAsync(spec, b => _batches.Writer.TryWrite(b)));
        Assert.Empty(started.Warnings);
        return started.Handle;
    }

    internal Task<WatchHandle> WatchAsync(params string[] paths) => WatchAsync(Spec(paths));

    /// <summary>The next batch's paths.</summary>
    internal async Task<IReadOnlyList<string>> NextAsync() => (await _batches.Reader.ReadAsync(Patience.Token)).Paths;

    /// <summary>Everything reported until the path is, without it.</summary>
    internal async Task<IReadOnlyList<string>> UntilAsync(string path)
    {
        var seen = new List<string>();
        do
        {
            seen.AddRange(await NextAsync());
        }
        while (!seen.Contains(path));
        return [.. seen.Where(p => p != path).Distinct()];
    }

    /// <summary>What was reported up to now: writes a file that counts and waits for it.</summary>
    /// <param name="folder">A watched folder, relative to the fixture's.</param>
    internal async Task<IReadOnlyList<string>> ReportedAsync(string folder = "")
    {
        var name = Path.Combine(folder, $"mark-{++_marks}.txt");
        Dir.Write(name, "");
        return await UntilAsync(name);
    }

    internal void Git(params string[] arguments) => Run("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", .. arguments]);

    internal void Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Dir.Path,
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, said);
    }

    /// <summary>Saves as sed -i, VS Code's atomic mode and many more do.</summary>
    internal void SaveByRename(string name, string content)
    {
        var temporary = Dir.Write(name + ".tmp1", content);
        File.Move(temporary, Dir[name], overwrite: true);
    }
}
