using System.Text.Json;
using Drover.TestKit;
using Xunit;

namespace Drover.EndToEndTests.Tasks;

public sealed class RunnersCommandTests
{
    [Fact]
    public async Task Runners_are_listed_with_what_is_wrong_beside_them()
    {
        await using var home = new DroverHome();
        await File.WriteAllTextAsync(Path.Combine(home.Path, "config.yaml"), """
            runners:
              codex: { command: [/nonexistent/codex] }
              claude-code: { command: [/nonexistent/claude] }
              mine: { command: [/bin/cat, "a b"] }
            """, TestContext.Current.CancellationToken);

        var table = (await home.RunAsync("runners")).Succeeded();
        Assert.Equal(
            [
                "RUNNER\tAVAILABLE\tLOGIN\tVERSION\tCAN\tCOMMAND",
                "codex\tno\tunknown\t-\tresume stream cost\t/nonexistent/codex",
                "claude-code\tno\tunknown\t-\tapprovals resume stream cost\t/nonexistent/claude",
                "shell\tyes\tok\t-\t-\t/bin/sh",
                "mine\tyes\tunknown\t-\t-\t/bin/cat 'a b'",
            ],
            table.Output.TrimEnd().Split('\n'));
        Assert.Contains("codex: /nonexistent/codex is not there: install it, or name it in the configuration as runners.codex.command.\n", table.Error, StringComparison.Ordinal);

        using var json = JsonDocument.Parse((await home.RunAsync("runners", "--json")).Succeeded().Output);
        Assert.Equal(["codex", "claude-code", "shell", "mine"], json.RootElement.EnumerateArray().Select(row => row.GetProperty("runner").GetString()));
        Assert.Equal("ok", json.RootElement[2].GetProperty("login").GetString());
    }
}
