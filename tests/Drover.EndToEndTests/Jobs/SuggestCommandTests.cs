using Drover.TestKit;
using Xunit;

namespace Drover.EndToEndTests.Jobs;

public sealed class SuggestCommandTests
{
    [Fact]
    public async Task A_command_is_proposed_and_run_when_somebody_says_so()
    {
        await using var home = new DroverHome();
        await using var asked = home.OnTerminal("suggest", "free disk space");
        await asked.LineAsync("df -h");
        await asked.Input.WriteAsync("y\n");
        await asked.Input.FlushAsync();
        await asked.LineAsync("Filesystem");
        Assert.Equal(0, (await asked.EndAsync()).ExitCode);

        await using var refused = home.OnTerminal("suggest", "free disk space");
        await refused.LineAsync("df -h");
        await refused.Input.WriteAsync("n\n");
        await refused.Input.FlushAsync();
        Assert.DoesNotContain("Filesystem", (await refused.EndAsync()).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_terminal_it_is_only_printed()
    {
        await using var home = new DroverHome();
        Assert.Equal("df -h\n", (await home.RunAsync("suggest", "--print", "free disk space")).Succeeded().Output);
        var shown = (await home.RunAsync("suggest", "free disk space")).Succeeded().Output;
        Assert.StartsWith("df -h\n", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("Filesystem", shown, StringComparison.Ordinal);
        Assert.Contains("Filesystem", (await home.RunAsync("suggest", "--yes", "free disk space")).Succeeded().Output, StringComparison.Ordinal);
        Assert.Equal(3, (await home.RunAsync("suggest", "write me a poem")).ExitCode);
    }

    [Fact]
    public async Task What_may_destroy_something_is_not_run_by_yes_alone()
    {
        await using var home = new DroverHome();
        using var folder = new TempDir();
        home.WorkingDirectory = folder.Path;
        folder.Write("untracked", "x");
        (await home.RunAsync("run", "-c", "git init -q .")).Succeeded();
        var refused = (await home.RunAsync("suggest", "--yes", "delete untracked files")).Succeeded();
        Assert.Contains("[destructive]", refused.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(folder["untracked"]));
    }
}
