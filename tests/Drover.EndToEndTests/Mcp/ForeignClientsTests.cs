using Drover.TestKit;
using Xunit;

namespace Drover.EndToEndTests.Mcp;

/// <summary>Clients from npm, over HTTP and over standard input and output.</summary>
public sealed class ForeignClientsTests
{
    [Theory]
    [InlineData("http")]
    [InlineData("stdio")]
    public async Task The_TypeScript_SDK_lists_calls_follows_progress_and_cancels(string transport)
    {
        await using var daemon = await McpDaemon.StartAsync();
        string[] server = transport is "http" ? [daemon.Url] : [Children.Drover, "mcp"];
        await using var client = NpmPrograms.SdkClient(daemon.Home, [transport, .. server]);

        var seen = (await client.EndAsync()).Succeeded().Json;

        Assert.Equal("drover", seen.GetProperty("server").GetString());
        Assert.Contains("test_wait", seen.GetProperty("tools").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal("This is a simple text response for testing.", seen.GetProperty("text").GetString());
        Assert.Equal(("exited", "from a client"), (seen.GetProperty("ran").GetProperty("verdict").GetString(), seen.GetProperty("ran").GetProperty("output").GetString()));
        Assert.Equal([0, 50, 100], seen.GetProperty("progress").EnumerateArray().Select(value => value.GetInt32()));
        Assert.True(seen.GetProperty("cancelled").GetBoolean());
    }

    [Theory]
    [InlineData("http")]
    [InlineData("stdio")]
    public async Task The_inspector_lists_and_calls(string transport)
    {
        await using var daemon = await McpDaemon.StartAsync();
        // It gives the programs it starts hardly any of its own environment.
        string[] server = transport is "http" ? [daemon.Url, "--transport", "http"] : ["env", $"DROVER_HOME={daemon.Home.Path}", "DROVER_LISTEN=none", Children.Drover, "mcp"];
        await using var list = NpmPrograms.Inspector(daemon.Home, [.. server, "--method", "tools/list", "--format", "json"]);
        await using var call = NpmPrograms.Inspector(daemon.Home, [.. server, "--method", "tools/call", "--tool-name", "test_simple_text", "--format", "json"]);

        var listed = (await list.EndAsync()).Succeeded();
        var called = (await call.EndAsync()).Succeeded();

        Assert.Contains("\"test_simple_text\"", listed.Output, StringComparison.Ordinal);
        Assert.Contains("This is a simple text response for testing.", called.Output, StringComparison.Ordinal);
    }
}
