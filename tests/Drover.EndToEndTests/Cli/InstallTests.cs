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

    [Fact]
    public async Task Its_json_is_json_whatever_the_paths_are()
    {
        await using var home = new DroverHome();
        using var folder = new TempDir();
        var prefix = folder["a \"quoted\" \\ folder\n→"];

        var installed = (await home.RunAsync("install", "--json", "--prefix", prefix)).Succeeded();

        Assert.Equal(Path.Combine(prefix, "bin/drover"), installed.Json.GetProperty("program").GetString());
        Assert.Single(installed.Lines);
        Assert.Empty(installed.Error);
    }

    private static List<string> Files(TempDir folder) => [.. Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
