using Xunit;

namespace Drover.IntegrationTests.Supervision.Watching;

public sealed class SavingTests : WatchFixture
{
    [Fact]
    public async Task A_saved_file_is_reported_relative_to_the_working_directory()
    {
        Dir.Write("src/a.js", "1");
        await WatchAsync("src");
        Dir.Write("src/a.js", "2");
        Assert.Equal(["src/a.js"], await NextAsync());
    }

    [Fact]
    public async Task A_path_outside_the_working_directory_is_reported_absolute()
    {
        Dir.Write("project/main.js", "");
        Dir.Write("sibling/lib.js", "1");
        await WatchAsync(Spec("../sibling") with { WorkingDirectory = Dir["project"] });
        Dir.Write("sibling/lib.js", "2");
        Assert.Equal([Dir["sibling/lib.js"]], await NextAsync());
    }

    [Fact]
    public async Task A_save_by_rename_is_one_change_of_the_file()
    {
        Dir.Write("a.js", "1");
        await WatchAsync();
        SaveByRename("a.js", "2");
        Assert.Equal(["a.js"], await NextAsync());
        Assert.Empty(await ReportedAsync());
    }

    [Fact]
    public async Task A_save_that_moves_the_old_file_away_first_is_one_change()
    {
        Dir.Write("a.js", "1");
        await WatchAsync();
        File.Move(Dir["a.js"], Dir["a.js~"]);
        Dir.Write("a.js", "2");
        File.Delete(Dir["a.js~"]);
        Assert.Equal(["a.js"], await NextAsync());
        Assert.Empty(await ReportedAsync());
    }

    [Fact]
    public async Task A_deleted_file_is_reported()
    {
        Dir.Write("a.js", "1");
        await WatchAsync();
        File.Delete(Dir["a.js"]);
        Assert.Equal(["a.js"], await NextAsync());
    }

    [Fact]
    public async Task A_renamed_file_is_reported_under_both_names()
    {
        Dir.Write("a.js", "1");
        await WatchAsync();
        File.Move(Dir["a.js"], Dir["b.js"]);
        Assert.Equal(["a.js", "b.js"], await NextAsync());
    }

    [Fact]
    public async Task A_file_kept_open_by_its_writer_is_reported_all_the_same()
    {
        await WatchAsync();
        using var writer = new FileStream(Dir["open.log"], FileMode.Create);
        writer.WriteByte(1);
        writer.Flush();
        Assert.Equal(["open.log"], await NextAsync());
    }

    [Fact]
    public async Task Many_saves_within_the_quiet_time_are_one_batch()
    {
        await WatchAsync(Spec() with { Debounce = TimeSpan.FromMilliseconds(250) });
        for (var i = 0; i < 50; i++)
        {
            Dir.Write($"f{i:00}", "x");
        }

        Assert.Equal(50, (await NextAsync()).Count);
    }

    [Fact]
    public async Task Changed_permissions_and_times_are_no_change()
    {
        var file = Dir.Write("a.js", "1");
        await WatchAsync();
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
        using (File.Open(file, FileMode.Open, FileAccess.Write))
        {
            // As touch does: opened for writing, nothing written.
        }

        Assert.Empty(await ReportedAsync());
    }

    [Fact]
    public async Task Files_of_editors_are_no_change()
    {
        await WatchAsync();
        foreach (var name in new[] { "4913", ".a.js.swp", "a.js~", "a.js___jb_old___", ".#a.js" })
        {
            Dir.Write(name, "x");
        }

        Assert.Empty(await ReportedAsync());
    }
}
