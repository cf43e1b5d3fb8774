using Drover.TestKit;
using Xunit;

namespace Drover.EndToEndTests.Cli;

public sealed class UpgradeTests
{
    [Fact]
    public async Task The_new_version_installs_itself_and_replaces_the_daemon_while_sessions_go_on()
    {
        using var checkout = await Checkout.MakeAsync();
        await using var home = new DroverHome { Program = checkout.Program };
        using var prefix = new TempDir();
        (await home.RunAsync("install", "--prefix", prefix.Path)).Succeeded();
        (await home.RunAsync("serve", "-q", "--label", "web", "--wait-for", "running", "--", "sleep", "1000")).Succeeded();
        var (daemon, session) = (await home.DaemonAsync(), await PidAsync(home));
        File.Delete(prefix["share/man/man1/drover.1"]);
        await checkout.PublishAsync("two");

        (await home.RunAsync("upgrade", "--prefix", prefix.Path)).Succeeded();

        Assert.Equal([$"two install --prefix {prefix.Path}", "two daemon restart"], checkout.Calls);
        Assert.True(File.Exists(prefix["share/man/man1/drover.1"]));
        Assert.NotEqual(daemon, await home.DaemonAsync());
        Assert.Equal(session, await PidAsync(home));
    }

    [Fact]
    public async Task Without_a_pull_the_sources_stay_and_no_daemon_is_started()
    {
        using var checkout = await Checkout.MakeAsync();
        await using var home = new DroverHome { Program = checkout.Program };
        using var prefix = new TempDir();
        (await home.RunAsync("install", "--prefix", prefix.Path)).Succeeded();
        await checkout.PublishAsync("two");

        (await home.RunAsync("upgrade", "--no-pull", "--prefix", prefix.Path)).Succeeded();

        Assert.Equal([$"one install --prefix {prefix.Path}"], checkout.Calls);
        Assert.False(File.Exists(home.Paths.Socket));
    }

    [Theory]
    [InlineData("upgrade")]
    [InlineData("upgrade", "--no-pull")]
    public async Task Where_nothing_is_installed_it_says_so_and_does_nothing(params string[] words)
    {
        using var checkout = await Checkout.MakeAsync();
        await using var home = new DroverHome { Program = checkout.Program };
        using var prefix = new TempDir();

        var refused = await home.RunAsync([.. words, "--prefix", prefix.Path]);

        Assert.Equal((3, ""), (refused.ExitCode, refused.Output));
        Assert.Contains($"Nothing of Drover is installed below {prefix.Path}: drover install", refused.Error, StringComparison.Ordinal);
        Assert.Contains("(install.not_found)", refused.Error, StringComparison.Ordinal);
        Assert.Empty(checkout.Calls);
        Assert.Empty(Directory.EnumerateFileSystemEntries(prefix.Path));
    }

    [Fact]
    public async Task A_pull_that_fails_changes_nothing_and_shows_what_git_says()
    {
        using var checkout = await Checkout.MakeAsync();
        await using var home = new DroverHome { Program = checkout.Program };
        using var prefix = new TempDir();
        (await home.RunAsync("install", "--prefix", prefix.Path)).Succeeded();
        checkout.Change();
        await checkout.PublishAsync("two");

        var failed = await home.RunAsync("upgrade", "--prefix", prefix.Path);

        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("would be overwritten", failed.Error, StringComparison.Ordinal);
        Assert.Contains("(install.failed)", failed.Error, StringComparison.Ordinal);
        Assert.Empty(checkout.Calls);
    }

    [Fact]
    public async Task Somebody_elses_program_stays()
    {
        using var checkout = await Checkout.MakeAsync();
        await using var home = new DroverHome { Program = checkout.Program };
        using var prefix = new TempDir();
        prefix.Write("bin/drover", "not ours");

        var refused = await home.RunAsync("upgrade", "--no-pull", "--prefix", prefix.Path);

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("(install.failed)", refused.Error, StringComparison.Ordinal);
        Assert.Equal("not ours", await File.ReadAllTextAsync(prefix["bin/drover"]));
    }

    private static async Task<int> PidAsync(DroverHome home) => (await home.RunAsync("inspect", "web", "--json")).Succeeded().Json.GetProperty("pid").GetInt32();
}
