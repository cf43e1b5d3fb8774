using System.Text.Json;
using Drover.TestKit;
using Xunit;

namespace Drover.EndToEndTests.Cli;

/// <summary>What the real shells offer for a line that ends where TAB is pressed.</summary>
public sealed class CompletionTests
{
    public static TheoryData<string, string, string> Lines
    {
        get
        {
            var lines = new TheoryData<string, string, string>();
            foreach (var shell in Shell.All)
            {
                lines.Add(shell, "drover daemon sta", "start status");
                lines.Add(shell, "drover daemon status --", "--color --help --json");
                lines.Add(shell, "drover tail --fo", "--follow --format");
                lines.Add(shell, "drover tail --stream ", "blended stderr stdout system");
                lines.Add(shell, "drover serve --restart ", "always never on-failure");
                lines.Add(shell, "drover serve --label x --restart on", "on-failure");
                lines.Add(shell, "drover ls --color ", "always auto never");
                lines.Add(shell, "drover completion ", "bash fish zsh");
                lines.Add(shell, "drover mcp install cod", "codex");
                lines.Add(shell, "drover signal USR", "USR1 USR2");
                lines.Add(shell, "drover serve -- npm --l", "");
                lines.Add(shell, "drover inspect no-such", "");
            }

            return lines;
        }
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Commands_options_and_their_values_are_offered_where_they_may_stand(string shell, string line, string expected)
    {
        await using var home = new DroverHome();

        Assert.Equal(expected, string.Join(' ', await Shell.OffersAsync(shell, home, line)));
        Assert.False(File.Exists(home.Paths.Socket));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task The_first_word_is_a_command_or_a_program(string shell)
    {
        await using var home = new DroverHome();

        var offers = await Shell.OffersAsync(shell, home, "drover se");

        Assert.Contains("serve", offers);
        Assert.Contains("send", offers);
        Assert.DoesNotContain("inspect", offers);
    }

    [Theory]
    [InlineData("bash", "on-failure")]
    [InlineData("zsh", "on-failure")]
    [InlineData("fish", "--restart=on-failure")]
    public async Task A_value_behind_an_equals_sign_is_offered_as_the_shell_wants_it(string shell, string expected)
    {
        await using var home = new DroverHome();

        Assert.Equal([expected], await Shell.OffersAsync(shell, home, "drover serve --restart=on"));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task Sessions_are_offered_by_name_in_every_place_that_takes_one(string shell)
    {
        await using var home = new DroverHome();
        (await home.RunAsync("serve", "-q", "--label", "web", "--", "sleep", "1000")).Succeeded();
        (await home.RunAsync("serve", "-q", "--label", "api", "--", "sleep", "1000")).Succeeded();

        Assert.Equal(["api", "web"], await Shell.OffersAsync(shell, home, "drover inspect "));
        Assert.Equal(["web"], await Shell.OffersAsync(shell, home, "drover signal HUP w"));
        Assert.Equal(["api", "web"], await Shell.OffersAsync(shell, home, "drover stop --grace 5 web "));
        Assert.Equal(["web"], await Shell.OffersAsync(shell, home, "drover tail -f we"));
        (await home.RunAsync("stop", "web")).Succeeded();
        Assert.Equal(["api"], await Shell.OffersAsync(shell, home, "drover stop "));
        Assert.Equal(["web"], await Shell.OffersAsync(shell, home, "drover restart w"));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task Jobs_that_run_are_offered_by_their_ids(string shell)
    {
        await using var home = new DroverHome();
        await using var first = home.Start("run", "--json", "-c", "sleep 1000");
        await using var second = home.Start("run", "--json", "-c", "sleep 1000");
        (await home.RunAsync("run", "-c", "true")).Succeeded();
        string[] ids = [await IdAsync(first), await IdAsync(second)];

        Assert.Equal(ids.Order(StringComparer.Ordinal), (await Shell.OffersAsync(shell, home, "drover cancel ")).Order(StringComparer.Ordinal));
        Assert.Equal([ids[0]], await Shell.OffersAsync(shell, home, $"drover cancel {ids[1]} {ids[0][..^2]}"));
    }

    [Fact]
    public async Task Asking_for_names_starts_no_daemon()
    {
        await using var home = new DroverHome();

        Assert.Equal("", (await home.RunAsync("__names")).Succeeded().Output);
        Assert.False(File.Exists(home.Paths.Socket));
    }

    private static async Task<string> IdAsync(RunningProgram job)
    {
        using var start = JsonDocument.Parse(await job.LineAsync("\"start\""));
        return start.RootElement.GetProperty("job_id").GetString()!;
    }
}
