using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Edges.Mcp;

/// <summary>Messages to the MCP endpoint of a daemon in this process, byte for byte as a client would send them.</summary>
internal static class McpHttp
{
    public const string Stateless = "2026-07-28";
    public const string Handshake = "2025-11-25";
    public const string Meta = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}";
    public const string Initialize = """{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"tests","version":"1"}}}""";

    /// <summary>A daemon with the fixtures of the conformance suite.</summary>
    public static Task<TestDaemon> StartAsync(TempDir home, params (string Name, string Value)[] variables) =>
        TestDaemon.StartWithAsync(TestDaemon.Options(home, variables) with { McpConformance = true });

    public static HttpRequestMessage Post(string body, params (string Name, string Value)[] headers)
    {
        var post = new HttpRequestMessage(HttpMethod.Post, "/mcp") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        post.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        post.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        foreach (var (name, value) in headers)
        {
            post.Headers.TryAddWithoutValidation(name, value);
        }

        return post;
    }

    /// <summary>A call of a tool in the stateless revision.</summary>
    public static HttpRequestMessage Call(string tool, string arguments = "{}", string query = "")
    {
        var post = Post(
            $$$"""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"{{{tool}}}","arguments":{{{arguments}}},{{{Meta}}}}}""",
            ("MCP-Protocol-Version", Stateless), ("Mcp-Method", "tools/call"), ("Mcp-Name", tool));
        post.RequestUri = new Uri("/mcp" + query, UriKind.Relative);
        return post;
    }

    /// <summary>Opens a session.</summary>
    /// <returns>Its id.</returns>
    public static async Task<string> BeginAsync(TestDaemon daemon)
    {
        using var answer = await daemon.Client.SendAsync(Post(Initialize));
        Assert.True(answer.IsSuccessStatusCode);
        return Assert.Single(answer.Headers.GetValues("Mcp-Session-Id"));
    }

    public static HttpRequestMessage InSession(string session, string body) => Post(body, ("Mcp-Session-Id", session), ("MCP-Protocol-Version", Handshake));

    /// <summary>The one message of an answer, and its status.</summary>
    public static async Task<(int Status, JsonElement Message)> AskAsync(TestDaemon daemon, HttpRequestMessage request)
    {
        using var answer = await daemon.Client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        if (answer.Content.Headers.ContentType?.MediaType is "text/event-stream")
        {
            text = text.Split('\n').Last(line => line.StartsWith("data: ", StringComparison.Ordinal))[6..];
        }

        using var json = JsonDocument.Parse(text);
        return ((int)answer.StatusCode, json.RootElement.Clone());
    }

    /// <summary>The error of an answer: status and code.</summary>
    public static async Task<(int Status, int Code, string Message)> FailAsync(TestDaemon daemon, HttpRequestMessage request)
    {
        var (status, message) = await AskAsync(daemon, request);
        var error = message.GetProperty("error");
        return (status, error.GetProperty("code").GetInt32(), error.GetProperty("message").GetString()!);
    }
}
