using System.Globalization;
using System.Text.Json;
using Drover.TestKit;
using Xunit;

namespace Drover.EndToEndTests.Mcp;

/// <summary><c>drover mcp</c>: MCP on standard input and output.</summary>
public sealed class RelayTests : IAsyncDisposable
{
    private const string Initialize = """{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"tests","version":"1"}}}""";
    private const string Initialized = """{"jsonrpc":"2.0","method":"notifications/initialized"}""";
    private const string Discover =
        """{"jsonrpc":"2.0","id":"d","method":"server/discover","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}""";

    private readonly DroverHome _home = new();

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    [Fact]
    public async Task It_starts_the_daemon_answers_both_eras_and_ends_with_its_input()
    {
        await using var relay = _home.Start("mcp");
        foreach (var line in (string[])[Initialize, Initialized, Discover])
        {
            await relay.Input.WriteLineAsync(line);
        }

        relay.Input.Close();
        var answers = (await relay.EndAsync()).Succeeded().Lines.Select(line => JsonDocument.Parse(line).RootElement).ToList();

        Assert.Equal("2025-11-25", Assert.Single(answers, answer => Id(answer) is "0").GetProperty("result").GetProperty("protocolVersion").GetString());
        Assert.Equal("2026-07-28", Assert.Single(answers, answer => Id(answer) is "d").GetProperty("result").GetProperty("supportedVersions")[0].GetString());
        Assert.Equal(2, answers.Count);
        Assert.True((await _home.DaemonAsync()).Pid > 0);
    }

    [Fact]
    public async Task What_is_started_without_a_folder_runs_where_the_agents_program_started_it()
    {
        using var project = new TempDir();
        _home.WorkingDirectory = project.Path;
        await using var relay = await InitializedAsync();

        await relay.Input.WriteLineAsync("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"start_process","arguments":{"command":"pwd","wait":{"for":"exit"}}}}""");

        var answer = JsonDocument.Parse(await relay.LineAsync("\"id\":1")).RootElement.GetProperty("result").GetProperty("structuredContent");
        Assert.Equal((project.Path, project.Path), (answer.GetProperty("working_directory").GetString(), answer.GetProperty("output").GetString()!.Trim()));
    }

    [Fact]
    public async Task A_session_goes_on_over_a_killed_daemon_and_its_unanswered_call_is_told()
    {
        var (daemon, _) = await McpDaemon.RunAsync(_home);
        await using var first = daemon;
        await using var relay = await InitializedAsync();
        await relay.Input.WriteLineAsync(Call(1, "test_wait", progress: true));
        await relay.LineAsync("notifications/progress");

        await _home.KillDaemonAsync();

        var lost = JsonDocument.Parse(await relay.LineAsync("\"id\":1")).RootElement;
        Assert.Equal("daemon.unreachable", lost.GetProperty("error").GetProperty("data").GetProperty("code").GetString());

        var (next, _) = await McpDaemon.RunAsync(_home);
        await using var second = next;
        await relay.Input.WriteLineAsync(Call(2, "test_simple_text"));
        Assert.Contains("This is a simple text response", await relay.LineAsync("\"id\":2"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_that_the_daemon_does_not_know_any_more_is_begun_again_with_its_subscriptions()
    {
        var (daemon, _) = await McpDaemon.RunAsync(_home);
        await using var first = daemon;
        await using var relay = await InitializedAsync();
        await relay.Input.WriteLineAsync("""{"jsonrpc":"2.0","id":8,"method":"tools/call","params":{"name":"start_process","arguments":{"command":"while :; do echo tick; sleep 0.2; done","label":"ticker"}}}""");
        await relay.LineAsync("\"id\":8");
        await relay.Input.WriteLineAsync("""{"jsonrpc":"2.0","id":1,"method":"resources/subscribe","params":{"uri":"drover://sessions/ticker/logs"}}""");
        await relay.LineAsync("\"id\":1");
        await relay.LineAsync("resources/updated");
        await LoseSessionAsync();

        var (next, _) = await McpDaemon.RunAsync(_home);
        await using var second = next;
        await relay.Input.WriteLineAsync(Call(2, "test_simple_text"));
        Assert.Contains("This is a simple text response", await relay.LineAsync("\"id\":2"), StringComparison.Ordinal);

        // Its own stream is there again, too, and tells what was asked for before.
        Assert.Contains("drover://sessions/ticker/logs", await relay.LineAsync("resources/updated"), StringComparison.Ordinal);
        await relay.Input.WriteLineAsync("""{"jsonrpc":"2.0","id":9,"method":"tools/call","params":{"name":"stop_process","arguments":{"label":"ticker","force":true}}}""");
        await relay.LineAsync("\"id\":9");
        await Patience.UntilAsync(async () =>
        {
            await relay.Input.WriteLineAsync(Call(3, "test_trigger_prompt_change"));
            return (await relay.LineAsync(line => line.Contains("list_changed", StringComparison.Ordinal) || line.Contains("\"id\":3", StringComparison.Ordinal))).Contains("list_changed", StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_session_that_cannot_be_begun_again_is_told_and_the_next_call_tries_anew()
    {
        var (daemon, _) = await McpDaemon.RunAsync(_home);
        await using var first = daemon;
        await using var relay = _home.Start("mcp");
        await relay.Input.WriteLineAsync(Initialize.Replace("\"tests\"", $"\"{new string('x', 30_000)}\"", StringComparison.Ordinal));
        await relay.LineAsync("\"id\":0");
        await LoseSessionAsync();

        // This one does not take so long an introduction.
        _home.Environment["DROVER_HTTP_MAX_BODY_BYTES"] = "20000";
        var (picky, _) = await McpDaemon.RunAsync(_home);
        await using var second = picky;
        await relay.Input.WriteLineAsync(Call(1, "test_simple_text"));
        Assert.Contains("This session has ended", await relay.LineAsync("\"id\":1"), StringComparison.Ordinal);
        await LoseSessionAsync();

        _home.Environment.Remove("DROVER_HTTP_MAX_BODY_BYTES");
        var (next, _) = await McpDaemon.RunAsync(_home);
        await using var third = next;
        await relay.Input.WriteLineAsync(Call(2, "test_simple_text"));
        Assert.Contains("This is a simple text response", await relay.LineAsync("\"id\":2"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_daemon_that_cannot_start_is_told_as_the_answer_and_nothing_else_is_printed()
    {
        _home.Environment["DROVER_HTTP_MAX_BODY_BYTES"] = "nonsense";
        await using var relay = _home.Start("mcp");
        await relay.Input.WriteLineAsync(Initialize);

        var answer = JsonDocument.Parse(await relay.LineAsync(_ => true)).RootElement;

        Assert.Equal("0", Id(answer));
        Assert.Equal("daemon.config_invalid", answer.GetProperty("error").GetProperty("data").GetProperty("code").GetString());
    }

    [Fact]
    public async Task What_comes_before_initialize_is_refused_without_a_word_of_headers_and_what_comes_after_is_not()
    {
        await using var relay = _home.Start("mcp");
        await relay.Input.WriteLineAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
        await relay.Input.WriteLineAsync("""{"jsonrpc":"2.0","id":4,"method":"tools/list"}""");

        var refused = await relay.LineAsync(_ => true);
        Assert.Contains("tools/list came before initialize", refused, StringComparison.Ordinal);
        Assert.DoesNotContain("Mcp-", refused, StringComparison.Ordinal);

        await relay.Input.WriteLineAsync(Initialize);
        await relay.LineAsync("\"id\":0");
        await relay.Input.WriteLineAsync("""{"jsonrpc":"2.0","id":5,"method":"tools/list"}""");
        Assert.Contains("list_processes", await relay.LineAsync("\"id\":5"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_message_and_what_is_too_large_are_answered()
    {
        _home.Environment["DROVER_HTTP_MAX_BODY_BYTES"] = "20000";
        await using var relay = await InitializedAsync();
        await relay.Input.WriteLineAsync("nonsense");
        Assert.Contains("-32700", await relay.LineAsync("error"), StringComparison.Ordinal);

        await relay.Input.WriteLineAsync(Call(5, new string('x', 30_000)));
        Assert.Contains("request.too_large", await relay.LineAsync("\"id\":5"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_narrow_what_is_offered()
    {
        var (daemon, _) = await McpDaemon.RunAsync(_home);
        await using var first = daemon;
        await using var relay = _home.Start("mcp", "--toolsets", "conformance", "--read-only");
        await relay.Input.WriteLineAsync(Initialize);
        await relay.LineAsync("\"id\":0");
        await relay.Input.WriteLineAsync("""{"jsonrpc":"2.0","id":1,"method":"tools/list"}""");
        var tools = JsonDocument.Parse(await relay.LineAsync("\"id\":1")).RootElement.GetProperty("result").GetProperty("tools").EnumerateArray().Select(tool => tool.GetProperty("name").GetString()!).ToList();

        Assert.Contains("test_simple_text", tools);
        Assert.DoesNotContain(tools, name => name.EndsWith("_process", StringComparison.Ordinal));

        await using var wrong = _home.Start("mcp", "--toolsets", "nosuch");
        await wrong.Input.WriteLineAsync(Initialize);
        Assert.Contains("There is no toolset nosuch", await wrong.LineAsync("\"id\":0"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_help_shows_its_options_and_the_command_below_it()
    {
        var help = (await _home.RunAsync("mcp", "--help")).Succeeded().Output;
        Assert.Contains("--toolsets", help, StringComparison.Ordinal);
        Assert.Contains("drover mcp install", help, StringComparison.Ordinal);
        Assert.Equal(help, (await _home.RunAsync("help", "mcp")).Succeeded().Output);
    }

    // Without the key the next daemon does not know the session for one of its own.
    private async Task LoseSessionAsync()
    {
        await _home.KillDaemonAsync();
        File.Delete(Path.Combine(_home.Paths.DataDir, "mcp.key"));
    }

    private async Task<RunningProgram> InitializedAsync()
    {
        var relay = _home.Start("mcp");
        await relay.Input.WriteLineAsync(Initialize);
        await relay.LineAsync("\"id\":0");
        await relay.Input.WriteLineAsync(Initialized);
        return relay;
    }

    private static string Call(int id, string tool, bool progress = false)
    {
        var meta = progress ? ",\"_meta\":{\"progressToken\":\"p\"}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{{\"jsonrpc\":\"2.0\",\"id\":{id},\"method\":\"tools/call\",\"params\":{{\"name\":\"{tool}\",\"arguments\":{{}}{meta}}}}}");
    }

    private static string Id(JsonElement message) => message.GetProperty("id").ToString();
}
