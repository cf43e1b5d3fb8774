using System.Diagnostics;
using Drover.TestKit;
using Xunit;

namespace Drover.EndToEndTests.Cli;

public sealed class InstallTests
{
    [Fact]
    public async Task Uninstall_removes_exactly_what_install_wrote()
    {
        await using var home = new DroverHome();
        using var prefix = new TempDir();
        prefix.Write("share/man/man1/other.1", "somebody else's");

        var installed = (await home.RunAsync("install", "--prefix", prefix.Path)).Succeeded();

        Assert.True(Files(prefix).Count > 4);
        Assert.All(Files(prefix).Where(path => !path.EndsWith("other.1", StringComparison.Ordinal)), path => Assert.Contains(path, installed.Error, StringComparison.Ordinal));
        Assert.Equal(Path.Combine(Children.RepositoryRoot, "drover"), File.ResolveLinkTarget(prefix["bin/drover"], returnFinalTarget: true)!.FullName);

        (await home.RunAsync("install", "--prefix", prefix.Path)).Succeeded();
        (await home.RunAsync("uninstall", "--prefix", prefix.Path)).Succeeded();

        Assert.Equal([prefix["share/man/man1/other.1"]], Files(prefix));
    }

    [Fact]
    public async Task A_program_of_somebody_else_is_not_replaced_nor_removed()
    {
        await using var home = new DroverHome();
        using var prefix = new TempDir();
        prefix.Write("bin/drover", "not ours");

        var install = await home.RunAsync("install", "--prefix", prefix.Path);
        var uninstall = await home.RunAsync("uninstall", "--prefix", prefix.Path);

        Assert.Equal((1, 1), (install.ExitCode, uninstall.ExitCode));
        Assert.Contains("(install.failed)", install.Error, StringComparison.Ordinal);
        Assert.Equal("not ours", await File.ReadAllTextAsync(prefix["bin/drover"]));
    }

    [Theory]
    [InlineData("drover se", "send serve")]
    [InlineData("drover daemon sta", "start status")]
    [InlineData("drover tail --fo", "--follow --format")]
    public async Task Bash_completes_commands_and_options(string line, string expected)
    {
        using var folder = new TempDir();
        var script = folder.Write("completion.bash", (await RunAsync(Children.Drover, "completion", "bash")).Succeeded().Output);
        var words = line.Split(' ');
        var program = $"set -u; source {script}; COMP_WORDS=({line}); COMP_CWORD={words.Length - 1}; compgen() {{ [[ $1 == -c ]] || builtin compgen \"$@\"; }}; _drover; printf '%s\\n' \"${{COMPREPLY[@]}}\" | sort | xargs";

        Assert.Equal(expected, (await RunAsync("/bin/bash", "-c", program)).Succeeded().Output.Trim());
    }

    [Fact]
    public async Task Completion_knows_the_sessions_and_starts_no_daemon_for_them()
    {
        await using var home = new DroverHome();

        Assert.Equal("", (await home.RunAsync("__names")).Succeeded().Output);
        Assert.False(File.Exists(home.Paths.Socket));
        (await home.RunAsync("serve", "-q", "--label", "web", "--", "sleep", "1000")).Succeeded();
        Assert.Equal("web\n", (await home.RunAsync("__names")).Succeeded().Output);
    }

    private static List<string> Files(TempDir folder) => [.. Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static async Task<ProgramResult> RunAsync(string program, params string[] words)
    {
        await using var running = RunningProgram.Start(new ProcessStartInfo(program, words));
        return await running.EndAsync();
    }
}
