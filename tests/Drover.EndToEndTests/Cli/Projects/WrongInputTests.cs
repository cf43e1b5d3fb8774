using Xunit;

namespace Drover.EndToEndTests.Cli.Projects;

public sealed class WrongInputTests
{
    private const string Yaml = """processes: { web: { shell: "exec sleep 1000" } }""";

    [Theory]
    [InlineData("up wbe", 3, "project.process_not_found")]
    [InlineData("up -f nowhere.yaml", 3, "project.not_found")]
    [InlineData("up --timeout 1s", 2, "request.usage")]
    [InlineData("up -d --timeout soon", 2, "request.usage")]
    [InlineData("down wbe", 3, "project.process_not_found")]
    [InlineData("down -p nothing", 3, "project.not_found")]
    [InlineData("down -p shop -f drover.yaml", 2, "request.usage")]
    [InlineData("ps web", 2, "request.usage")]
    [InlineData("ps -a -f drover.yaml", 2, "request.usage")]
    [InlineData("init", 4, "project.file_exists")]
    [InlineData("init x", 2, "request.usage")]
    [InlineData("restart wbe", 3, "session.not_found")]
    [InlineData("tail shop/wbe", 3, "session.not_found")]
    public async Task Each_command_refuses_what_it_cannot_do(string words, int exit, string code)
    {
        await using var shop = new ProjectFolder(Yaml);

        var result = await shop.RunAsync(words.Split(' '));

        Assert.Equal((exit, ""), (result.ExitCode, result.Output));
        Assert.Contains($"({code})", result.Error, StringComparison.Ordinal);
        Assert.Contains($"\"code\":\"{code}\"", (await shop.RunAsync([.. words.Split(' '), "--json"])).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("up")]
    [InlineData("down")]
    [InlineData("ps")]
    public async Task Without_a_project_the_way_to_one_is_told(string command)
    {
        await using var shop = new ProjectFolder();

        var result = await shop.RunAsync(command);

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("(project.not_found)\n  → drover init", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_with_the_file_is_shown_where_it_is()
    {
        await using var shop = new ProjectFolder("processes:\n  web:\n    shell: sleep 1000\n    dependson: [db]\n");

        var up = await shop.RunAsync("up");

        Assert.Equal(2, up.ExitCode);
        Assert.Contains("drover.yaml:4:5: ", up.Error, StringComparison.Ordinal);
        Assert.Contains("depends_on?", up.Error, StringComparison.Ordinal);
        Assert.Contains("\n  4 |     dependson: [db]\n    |     ^\n", up.Error, StringComparison.Ordinal);
        Assert.Contains("\"line\":\"4\"", (await shop.RunAsync("up", "--json")).Error, StringComparison.Ordinal);
    }
}
