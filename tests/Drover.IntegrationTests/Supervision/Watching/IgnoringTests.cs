using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Supervision.Watching;

public sealed class IgnoringTests : WatchFixture
{
    [Fact]
    public async Task Dependencies_and_build_output_are_pruned_before_they_are_subscribed_to()
    {
        Dir.Write("src/a.js", "1");
        foreach (var name in new[] { "node_modules", "target", "bin", "obj", ".venv", "__pycache__", ".next" })
        {
            Dir.Write($"{name}/deep/er/x.js", "1");
        }

        await WatchAsync("src", ".");

        // The folder itself, src, and the folder above the first.
        Assert.Equal(3, Watcher.SubscribedDirectories);
        Dir.Write("node_modules/deep/er/x.js", "2");
        Dir.Write("target/y.js", "2");
        Assert.Empty(await ReportedAsync());
    }

    [Fact]
    public async Task What_git_ignores_does_not_count()
    {
        Git("init", "-q");
        Dir.Write(".gitignore", "dist/\n*.log\n!keep.log\n");
        Dir.Write("dist/deep/out.js", "1");
        Dir.Write("src/a.js", "1");
        await WatchAsync();
        Assert.Equal(5, Watcher.SubscribedDirectories); // This folder, src, the one above, .git, .git/info.
        Dir.Write("dist/deep/out.js", "2");
        Dir.Write("src/debug.log", "2");
        Dir.Write("src/keep.log", "2");
        Assert.Equal(["src/keep.log"], await ReportedAsync());
    }

    [Fact]
    public async Task Without_git_dist_counts_and_pattern_files_are_read()
    {
        Dir.Write(".gitignore", "*.log\n");
        Dir.Write("sub/.ignore", "gen/\n");
        Dir.Write("dist/out.js", "1");
        Dir.Write("sub/gen/x.js", "1");
        await WatchAsync();
        Dir.Write("a.log", "2");
        Dir.Write("sub/gen/x.js", "2");
        Dir.Write("dist/out.js", "2");
        Assert.Equal(["dist/out.js"], await ReportedAsync());
    }

    [Fact]
    public async Task A_changed_gitignore_counts_from_then_on()
    {
        Git("init", "-q");
        Dir.Write(".gitignore", "");
        Dir.Write("gen/a.js", "1");
        await WatchAsync();
        Dir.Write("gen/a.js", "2");
        Assert.Equal(["gen/a.js"], await NextAsync());

        Dir.Write(".gitignore", "gen/\n");
        Assert.Equal([".gitignore"], await NextAsync());
        Dir.Write("gen/a.js", "3");
        Assert.Empty(await ReportedAsync());

        SaveByRename(".gitignore", "");
        Assert.Equal([".gitignore", "gen/a.js"], await NextAsync());
        Dir.Write("gen/a.js", "4");
        Assert.Equal(["gen/a.js"], await NextAsync());
    }

    [Fact]
    public async Task A_gitignore_above_the_watched_folder_counts_and_so_do_its_changes()
    {
        Git("init", "-q");
        Dir.Write(".gitignore", "*.log\n");
        Dir.Write("src/a.js", "1");
        await WatchAsync("src");
        Dir.Write("src/a.log", "1");
        Assert.Empty(await ReportedAsync("src"));
        Dir.Write(".gitignore", "*.tmp\n");

        // The rules are not in the watched folder, so nothing is reported of them: the log file tells when they are read.
        await Drover.TestKit.Patience.UntilAsync(async () =>
        {
            Dir.Write("src/a.log", "2");
            return (await ReportedAsync("src")).Contains("src/a.log");
        });
    }

    [Fact]
    public async Task A_folder_that_was_named_is_watched_even_if_git_ignores_it()
    {
        Git("init", "-q");
        Dir.Write(".gitignore", "dist/\n");
        Dir.Write("dist/sub/out.js", "1");
        await WatchAsync("dist");
        Dir.Write("dist/sub/out.js", "2");
        Assert.Equal(["dist/sub/out.js"], await NextAsync());
    }

    [Fact]
    public async Task A_folder_that_was_named_is_watched_even_if_it_is_node_modules()
    {
        Dir.Write("node_modules/lib/index.js", "1");
        await WatchAsync("node_modules/lib", "node_modules");
        Dir.Write("node_modules/lib/index.js", "2");
        Assert.Equal(["node_modules/lib/index.js"], await NextAsync());
    }

    [Fact]
    public async Task A_repository_inside_another_has_its_own_rules()
    {
        Git("init", "-q");
        Dir.Write(".gitignore", "*.outer\n");
        Git("init", "-q", "inner");
        Dir.Write("inner/.gitignore", "*.inner\n");
        await WatchAsync();
        Dir.Write("inner/a.inner", "1");
        Dir.Write("inner/a.outer", "1");
        Dir.Write("b.inner", "1");
        Dir.Write("b.outer", "1");
        Assert.Equal(["b.inner", "inner/a.outer"], (await ReportedAsync()).Order());
    }

    [Fact]
    public async Task A_repository_made_while_watching_brings_its_rules()
    {
        Dir.Write("a.js", "1");
        await WatchAsync();
        Git("init", "-q");
        Dir.Write(".git/info/exclude", "*.scratch\n");
        Assert.Empty(await ReportedAsync());
        await Drover.TestKit.Patience.UntilAsync(async () =>
        {
            Dir.Write("a.scratch", "1");
            return !(await ReportedAsync()).Contains("a.scratch");
        });
    }

    [Fact]
    public async Task Extensions_and_patterns_narrow_it_further()
    {
        Dir.Write("src/gen/a.ts", "1");
        await WatchAsync(Spec("src") with { Extensions = ["ts", ".tsx", "txt"], Ignore = ["src/gen", "*.spec.ts"] });
        Dir.Write("src/a.js", "1");
        Dir.Write("src/gen/a.ts", "2");
        Dir.Write("src/a.spec.ts", "1");
        Dir.Write("src/view.TSX", "1");
        Assert.Equal(["src/view.TSX"], await ReportedAsync("src"));
    }

    [Fact]
    public async Task Drovers_own_data_never_counts()
    {
        Dir.Write("drover-data/sessions/1/stdout.000001.log", "1");
        await WatchAsync();
        Dir.Write("drover-data/sessions/1/stdout.000001.log", "2");
        Assert.Empty(await ReportedAsync());
    }

    [Fact]
    public async Task A_batch_waits_until_git_has_finished()
    {
        Git("init", "-q");
        Dir.Write("a.js", "1");
        await WatchAsync();
        using var other = new TempDir();
        var read = new TaskCompletionSource();
        await Watcher.WatchAsync(Spec() with { WorkingDirectory = other.Path }, _ => read.TrySetResult());
        var held = Dir.Write(".git/index.lock", "");
        Dir.Write("a.js", "2");
        SaveByRename("b.js", "2");

        // One thread reads for all watches, in order: when a folder without git is told, all of the above has been read.
        other.Write("mark.txt", "1");
        await read.Task.Patiently();
        File.Delete(held);
        Assert.Equal(["a.js", "b.js"], await NextAsync());
    }

    [Fact]
    public async Task A_checkout_is_one_batch()
    {
        Git("init", "-q", "-b", "main");
        for (var i = 0; i < 200; i++)
        {
            Dir.Write($"src/f{i:000}.js", "one");
        }

        Git("add", ".");
        Git("commit", "-q", "-m", "one");
        Git("checkout", "-q", "-b", "two");
        for (var i = 0; i < 200; i++)
        {
            Dir.Write($"src/f{i:000}.js", "two two");
        }

        Git("commit", "-q", "-a", "-m", "two");
        await WatchAsync(Spec() with { Debounce = TimeSpan.FromMilliseconds(250) });
        Git("checkout", "-q", "main");
        Assert.Equal(200, (await NextAsync()).Count);
    }
}
