using Drover.TestKit;
using Xunit;

namespace Drover.EndToEndTests.Jobs;

public sealed class DoCommandTests
{
    private const string Makefile = "test:\n\t@echo tested; exit 3\nbuild:\n\t@echo built\nserve:\n\t@echo serving\nclean:\n\t@echo cleaned\n";

    [Theory]
    [InlineData("Run tests", 2, "tested")]
    [InlineData("test", 2, "tested")]
    [InlineData("build", 0, "built")]
    [InlineData("4", 0, "cleaned")]
    [InlineData("clean", 0, "cleaned")]
    [InlineData("dev", 0, "serving")]
    public async Task A_command_is_chosen_by_label_kind_or_number(string which, int exitCode, string printed)
    {
        await using var home = new DroverHome();
        using var folder = In(home);
        var result = await home.RunAsync("do", which);
        Assert.Contains(printed, result.Output, StringComparison.Ordinal);
        Assert.Equal(exitCode, result.ExitCode);
    }

    [Fact]
    public async Task What_is_not_offered_is_refused_and_nothing_is_run()
    {
        await using var home = new DroverHome();
        using var folder = In(home);
        var result = await home.RunAsync("do", "deploy");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("drover do --list", result.Error, StringComparison.Ordinal);
        Assert.Contains("\"label\":\"Run tests\"", (await home.RunAsync("do", "--list", "--json")).Succeeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_terminal_it_asks()
    {
        await using var home = new DroverHome();
        using var folder = In(home);
        await using var asked = home.OnTerminal("do");
        await asked.LineAsync("clean");
        await asked.Input.WriteAsync("4\n");
        await asked.Input.FlushAsync(Patience.Token);
        await asked.LineAsync("cleaned");
        Assert.Equal(0, (await asked.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task A_folder_without_tests_is_told_with_exit_code_3()
    {
        await using var home = new DroverHome();
        using var folder = In(home);
        var result = await home.RunAsync("test");
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("pytest", result.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await home.RunAsync("test", "--framework", "ava")).ExitCode);
    }

    private static TempDir In(DroverHome home)
    {
        var folder = new TempDir();
        folder.Write("Makefile", Makefile);
        home.WorkingDirectory = folder.Path;
        return folder;
    }
}
