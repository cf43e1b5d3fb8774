using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Drover.Bench;

/// <summary>Speaks MCP (revision 2026-07-28) to a daemon as an agent's program does, over a kept connection.</summary>
internal sealed class McpCaller(DroverDaemon daemon)
{
    private const string Revision = "2026-07-28";

    /// <summary>Calls a tool that must succeed.</summary>
    /// <returns>Its structured answer.</returns>
    public async Task<JsonNode> CallAsync(string tool, JsonObject arguments)
    {
        var result = (await SendAsync("tools/call", tool, new JsonObject { ["name"] = tool, ["arguments"] = arguments })).Result;
        return result["isError"]?.GetValue<bool>() is true ? throw new InvalidOperationException(result.ToJsonString()) : result["structuredContent"]!;
    }

    /// <summary>Bytes of the text that a model reads of a tool's answer.</summary>
    public async Task<int> BytesReadAsync(string tool, JsonObject arguments)
    {
        var (result, _) = await SendAsync("tools/call", tool, new JsonObject { ["name"] = tool, ["arguments"] = arguments });
        return Encoding.UTF8.GetByteCount(result["content"]![0]!["text"]!.GetValue<string>());
    }

    /// <summary>Bytes of the list of all tools, as it comes.</summary>
    public async Task<int> BytesOfListAsync(string query = "") => (await SendAsync("tools/list", null, [], query)).Bytes;

    private async Task<(JsonNode Result, int Bytes)> SendAsync(string method, string? name, JsonObject parameters, string query = "")
    {
        parameters["_meta"] = new JsonObject
        {
            ["io.modelcontextprotocol/protocolVersion"] = Revision,
            ["io.modelcontextprotocol/clientCapabilities"] = new JsonObject(),
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp" + query)
        {
            Content = JsonContent.Create(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = method, ["params"] = parameters }),
        };
        request.Headers.Add("Accept", "application/json, text/event-stream");
        request.Headers.Add("MCP-Protocol-Version", Revision);
        request.Headers.Add("Mcp-Method", method);
        if (name is not null)
        {
            request.Headers.Add("Mcp-Name", name);
        }

        using var answer = await daemon.Http.SendAsync(request);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        return JsonNode.Parse(bytes)?["result"] is { } result ? (result, bytes.Length) : throw new InvalidOperationException(Encoding.UTF8.GetString(bytes));
    }
}
