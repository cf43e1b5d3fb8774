using Drover.Supervision.Watching;
using Xunit;

namespace Drover.IntegrationTests.Supervision.Watching;

public sealed class SingleFileTests : WatchFixture
{
    [Fact]
    public async Task A_file_is_watched_through_any_number_of_saves_by_rename()
    {
        Dir.Write("conf.json", "0");
        await WatchAsync("conf.json");
        for (var i = 1; i <= 3; i++)
        {
            SaveByRename("conf.json", $"{i}");
            Assert.Equal(["conf.json"], await NextAsync());
        }
    }

    [Fact]
    public async Task Files_beside_it_do_not_count()
    {
        Dir.Write("conf.json", "0");
        await WatchAsync("conf.json");
        Dir.Write("other.json", "1");
        Dir.Write("sub/conf.json", "1");
        Dir.Write("conf.json", "1");
        Assert.Equal(["conf.json"], await NextAsync());
    }

    [Fact]
    public async Task A_file_deleted_with_its_folder_is_seen_when_it_comes_back()
    {
        Dir.Write("etc/conf.json", "0");
        await WatchAsync("etc/conf.json");
        Directory.Delete(Dir["etc"], recursive: true);
        Assert.Equal(["etc/conf.json"], await NextAsync());
        Dir.Write("etc/conf.json", "1");
        Assert.Equal(["etc/conf.json"], await NextAsync());
        Dir.Write("etc/conf.json", "2");
        Assert.Equal(["etc/conf.json"], await NextAsync());
    }

    [Fact]
    public async Task A_file_that_is_a_link_changes_with_what_it_leads_to()
    {
        Dir.Write("real/conf.json", "0");
        File.CreateSymbolicLink(Dir["conf.json"], "real/conf.json");
        await WatchAsync("conf.json");
        Dir.Write("real/conf.json", "1");
        Assert.Equal(["conf.json"], await NextAsync());
    }

    [Fact]
    public async Task A_file_counts_whatever_its_extension_and_whatever_git_says()
    {
        Git("init", "-q");
        Dir.Write(".gitignore", "*.env\n");
        Dir.Write("local.env", "A=1");
        await WatchAsync(Spec("local.env") with { Extensions = ["js"] });
        Dir.Write("local.env", "A=2");
        Assert.Equal(["local.env"], await NextAsync());
    }

    [Fact]
    public async Task A_file_that_does_not_exist_yet_is_seen_when_it_is_written_if_that_was_allowed()
    {
        await WatchAsync(Spec("later/conf.json") with { AllowMissing = true });
        Dir.Write("later/conf.json", "1");
        Assert.Equal(["later/conf.json"], await NextAsync());
    }

    [Fact]
    public async Task A_missing_file_is_refused_otherwise()
    {
        var failed = Assert.IsType<WatchStartResult.Failed>(await Watcher.WatchAsync(Spec("nothing.json"), _ => { }));
        Assert.Equal(WatchFailureKind.PathMissing, failed.Kind);
        Assert.Equal(Dir["nothing.json"], failed.Path);
    }
}
