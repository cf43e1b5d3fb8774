using System.Diagnostics;
using System.Text.Json;
using Drover.TestKit;
using Xunit;

namespace Drover.EndToEndTests.Cli;

public sealed class McpInstallTests
{
    [Theory]
    [InlineData("claude", ".claude.json", "{\"projects\":{\"/a\":{\"history\":[\"x\"]}},\"numStartups\":3}")]
    [InlineData("codex", ".codex/config.toml", "model = \"o5\" # the good one\n\n[projects.\"/a\"]\ntrust_level = \"trusted\"\n")]
    [InlineData("cursor", ".cursor/mcp.json", "{\n  \"mcpServers\": {\n    \"other\": { \"url\": \"http://localhost:1/mcp\" }\n  }\n}\n")]
    [InlineData("vscode", ".config/Code/User/mcp.json", "{\n\t// servers of mine\n\t\"servers\": { \"other\": {} },\n\t\"inputs\": []\n}\n")]
    [InlineData("gemini", ".gemini/settings.json", "{\n  \"selectedAuthType\": \"x\", // comment\n}\n")]
    public async Task A_clients_file_gets_the_entry_beside_what_was_there_and_loses_only_that(string client, string file, string before)
    {
        using var home = new TempDir();
        var path = home.Write(file, before);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var installed = (await RunAsync(home, "mcp", "install", client)).Succeeded();
        var after = await File.ReadAllTextAsync(path);
        (await RunAsync(home, "mcp", "install", client)).Succeeded();
        var again = await File.ReadAllTextAsync(path);
        var mode = File.GetUnixFileMode(path);
        (await RunAsync(home, "mcp", "install", client, "--remove")).Succeeded();

        Assert.Contains(path, installed.Error, StringComparison.Ordinal);
        Assert.Contains($"\"{Path.Combine(Children.RepositoryRoot, "drover")}\"", after, StringComparison.Ordinal);
        Assert.Equal(after, again);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode);
        Assert.Equal(Squeezed(before), Squeezed(await File.ReadAllTextAsync(path)));
    }

    [Fact]
    public async Task The_guide_for_agents_goes_to_standard_output_alone()
    {
        using var home = new TempDir();

        var shown = (await RunAsync(home, "skill")).Succeeded();

        Assert.StartsWith("---\nname: drover\ndescription: ", shown.Output, StringComparison.Ordinal);
        Assert.Empty(shown.Error);
    }

    [Fact]
    public async Task Without_a_file_one_is_made_and_left_without_the_entry()
    {
        using var home = new TempDir();

        (await RunAsync(home, "mcp", "install", "claude")).Succeeded();
        using var made = JsonDocument.Parse(await File.ReadAllTextAsync(home[".claude.json"]));
        (await RunAsync(home, "mcp", "install", "claude", "--remove")).Succeeded();

        var entry = made.RootElement.GetProperty("mcpServers").GetProperty("drover");
        Assert.Equal(("stdio", "mcp"), (entry.GetProperty("type").GetString(), entry.GetProperty("args")[0].GetString()));
        Assert.Equal("{\n  \"mcpServers\": {}\n}\n", await File.ReadAllTextAsync(home[".claude.json"]));
    }

    [Fact]
    public async Task Print_shows_the_entry_and_touches_nothing()
    {
        using var home = new TempDir();

        var shown = (await RunAsync(home, "mcp", "install", "codex", "--print")).Succeeded();

        Assert.StartsWith("[mcp_servers.drover]\ncommand = ", shown.Output, StringComparison.Ordinal);
        Assert.Contains(home[".codex/config.toml"], shown.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(home[".codex"]));
    }

    [Fact]
    public async Task The_projects_file_is_the_one_in_this_folder_and_a_link_stays_a_link()
    {
        using var home = new TempDir();
        var real = home.Write("dotfiles/mcp.json", "{}\n");
        Directory.CreateDirectory(home[".cursor"]);
        File.CreateSymbolicLink(home[".cursor/mcp.json"], real);

        (await RunAsync(home, "mcp", "install", "vscode", "--project")).Succeeded();
        (await RunAsync(home, "mcp", "install", "cursor")).Succeeded();

        Assert.Contains("\"servers\"", await File.ReadAllTextAsync(home[".vscode/mcp.json"]), StringComparison.Ordinal);
        Assert.Contains("\"mcpServers\"", await File.ReadAllTextAsync(real), StringComparison.Ordinal);
        Assert.Equal(real, new FileInfo(home[".cursor/mcp.json"]).LinkTarget);
    }

    [Fact]
    public async Task A_broken_file_is_left_alone_and_the_place_is_told()
    {
        using var home = new TempDir();
        var path = home.Write(".gemini/settings.json", "{\n  \"a\": oops\n}\n");

        var refused = await RunAsync(home, "mcp", "install", "gemini");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains($"{path}:2:", refused.Error, StringComparison.Ordinal);
        Assert.Contains("(install.failed)", refused.Error, StringComparison.Ordinal);
        Assert.Equal("{\n  \"a\": oops\n}\n", await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task An_unknown_client_is_told_which_are_known()
    {
        using var home = new TempDir();

        var refused = await RunAsync(home, "mcp", "install", "cluade");

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("did you mean \"claude\"", refused.Error, StringComparison.Ordinal);
    }

    private static string Squeezed(string text) => string.Concat(text.Where(character => !char.IsWhiteSpace(character)));

    private static async Task<ProgramResult> RunAsync(TempDir home, params string[] words)
    {
        var start = new ProcessStartInfo(Children.Drover, words) { WorkingDirectory = home.Path };
        start.Environment["HOME"] = home.Path;
        foreach (var variable in new[] { "CLAUDE_CONFIG_DIR", "CODEX_HOME", "XDG_CONFIG_HOME", "DROVER_HOME" })
        {
            start.Environment.Remove(variable);
        }

        await using var running = RunningProgram.Start(start);
        return await running.EndAsync();
    }
}
