using Xunit;

namespace Drover.IntegrationTests.Supervision.Watching;

public sealed class FolderTests : WatchFixture
{
    [Fact]
    public async Task Files_in_a_new_folder_are_reported_however_deep()
    {
        await WatchAsync();
        Dir.Write("a/b/c/new.js", "1");
        await UntilAsync("a/b/c/new.js");
        Dir.Write("a/b/c/new.js", "2");
        Assert.Equal(["a/b/c/new.js"], await NextAsync());
    }

    [Fact]
    public async Task An_empty_new_folder_is_no_change()
    {
        await WatchAsync();
        Dir.Folder("empty");
        Assert.Empty(await ReportedAsync());
    }

    [Fact]
    public async Task A_renamed_folder_is_watched_under_its_new_name()
    {
        Dir.Write("old/deep/a.js", "1");
        await WatchAsync();
        Directory.Move(Dir["old"], Dir["new"]);
        Assert.Equal(["new/deep/a.js", "old/"], await NextAsync());
        Dir.Write("new/deep/a.js", "2");
        Assert.Equal(["new/deep/a.js"], await NextAsync());
    }

    [Fact]
    public async Task A_folder_moved_away_is_a_change_and_is_let_go()
    {
        Dir.Write("project/sub/a.js", "1");
        await WatchAsync("project");
        Directory.Move(Dir["project/sub"], Dir["elsewhere"]);
        Assert.Equal(["project/sub/"], await NextAsync());
        Dir.Write("elsewhere/a.js", "2");
        Assert.Empty(await ReportedAsync("project"));
    }

    [Fact]
    public async Task A_watched_folder_that_was_deleted_is_watched_again_when_it_comes_back()
    {
        Dir.Write("src/a.js", "1");
        await WatchAsync("src");
        Directory.Delete(Dir["src"], recursive: true);
        Assert.Contains("src/a.js", await NextAsync());
        Dir.Write("src/sub/b.js", "1");
        await UntilAsync("src/sub/b.js");
        Dir.Write("src/sub/b.js", "2");
        Assert.Equal(["src/sub/b.js"], await NextAsync());
    }

    [Fact]
    public async Task A_watched_folder_comes_back_even_if_the_folders_above_it_were_gone()
    {
        Dir.Write("x/y/src/a.js", "1");
        await WatchAsync("x/y/src");
        Directory.Delete(Dir["x"], recursive: true);
        Assert.Contains("x/y/src/a.js", await NextAsync());
        Dir.Write("x/y/src/a.js", "2");
        await UntilAsync("x/y/src/a.js");
        Dir.Write("x/y/src/a.js", "3");
        Assert.Equal(["x/y/src/a.js"], await NextAsync());
    }

    [Fact]
    public async Task A_watched_folder_replaced_by_a_link_is_watched_where_the_link_leads()
    {
        Dir.Write("releases/1/a.js", "1");
        Dir.Write("releases/2/a.js", "2");
        Directory.CreateSymbolicLink(Dir["current"], "releases/1");
        await WatchAsync("current");
        Run("ln", "-sfn", "releases/2", "current");
        Assert.Contains("current/a.js", await NextAsync());
        Dir.Write("releases/2/a.js", "3");
        Assert.Equal(["current/a.js"], await NextAsync());
    }

    [Fact]
    public async Task Links_inside_a_watched_folder_are_not_followed()
    {
        Dir.Write("elsewhere/a.js", "1");
        Dir.Write("src/b.js", "1");
        Directory.CreateSymbolicLink(Dir["src/link"], Dir["elsewhere"]);
        Directory.CreateSymbolicLink(Dir["src/loop"], Dir["src"]);
        await WatchAsync("src");
        Dir.Write("elsewhere/a.js", "2");
        Assert.Empty(await ReportedAsync("src"));
    }

    [Fact]
    public async Task Two_watches_share_a_folder_and_one_ends_without_the_other()
    {
        Dir.Write("src/a.js", "1");
        var first = await WatchAsync("src");
        var subscribed = Watcher.SubscribedDirectories;
        await WatchAsync("src");
        Assert.Equal(subscribed, Watcher.SubscribedDirectories);
        await first.DisposeAsync();
        Dir.Write("src/a.js", "2");
        Assert.Equal(["src/a.js"], await NextAsync());
    }

    [Fact]
    public async Task A_watch_that_ended_gives_all_its_subscriptions_back()
    {
        Dir.Write("src/a/b/c.js", "1");
        Dir.Write("conf.json", "{}");
        var handle = await WatchAsync("src", "conf.json");
        Assert.NotEqual(0, Watcher.SubscribedDirectories);
        await handle.DisposeAsync();
        Assert.Equal(0, Watcher.SubscribedDirectories);
    }
}
