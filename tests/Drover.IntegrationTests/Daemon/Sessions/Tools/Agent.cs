using System.Text.Json;
using System.Text.Json.Nodes;
using Drover.TestKit;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Sessions.Tools;

/// <summary>What an agent has: an MCP client over HTTP.</summary>
internal sealed class Agent(HttpClientTransport transport, McpClient client) : IAsyncDisposable
{
    public McpClient Client => client;

    public static async Task<Agent> ConnectAsync(SessionsDaemon daemon, string? revision = null)
    {
        var transport = new HttpClientTransport(new HttpClientTransportOptions { Endpoint = new Uri(daemon.Daemon.Client.BaseAddress!, "/mcp"), TransportMode = HttpTransportMode.StreamableHttp });
        return new Agent(transport, await McpClient.CreateAsync(transport, new McpClientOptions { ProtocolVersion = revision }, cancellationToken: Patience.Token));
    }

    /// <summary>Calls a tool that must succeed.</summary>
    /// <returns>Its structured answer.</returns>
    public async Task<JsonElement> CallAsync(string tool, JsonObject? arguments = null, IProgress<ProgressNotificationValue>? progress = null)
    {
        var result = await RawAsync(tool, arguments, progress);
        Assert.True(result.IsError is not true, TextOf(result));
        return result.StructuredContent!.Value;
    }

    /// <summary>Calls a tool that must refuse.</summary>
    /// <returns>What it says: code, message and what to do.</returns>
    public async Task<string> RefusedAsync(string tool, JsonObject? arguments = null)
    {
        var result = await RawAsync(tool, arguments);
        Assert.True(result.IsError, TextOf(result));
        return TextOf(result);
    }

    public async Task<CallToolResult> RawAsync(string tool, JsonObject? arguments = null, IProgress<ProgressNotificationValue>? progress = null) =>
        await client.CallToolAsync(tool, (arguments ?? []).ToDictionary(pair => pair.Key, pair => (object?)pair.Value, StringComparer.Ordinal), progress, cancellationToken: Patience.Token);

    public static string TextOf(CallToolResult result) => Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;

    public async ValueTask DisposeAsync()
    {
        await client.DisposeAsync();
        await transport.DisposeAsync();
    }
}
