using System.Net.Http.Headers;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Edges.Mcp;

/// <summary>What is no proper request is answered in the protocol's own words, whichever layer refuses it.</summary>
public sealed class Bad_requests : IAsyncLifetime
{
    private const int ParseError = -32700;
    private const int InvalidRequest = -32600;
    private const int MethodNotFound = -32601;
    private const int InvalidParams = -32602;
    private const int HeaderMismatch = -32020;
    private const int UnknownRevision = -32022;
    private const int ServerError = -32000;
    private const string Token = "a-token-of-more-than-sixteen-characters";

    private readonly TempDir _home = new();
    private TestDaemon _daemon = null!;

    public async ValueTask InitializeAsync() => _daemon = await McpHttp.StartAsync(_home, ("DROVER_HTTP_MAX_BODY_BYTES", "20000"));

    public async ValueTask DisposeAsync()
    {
        await _daemon.DisposeAsync();
        _home.Dispose();
    }

    [Theory]
    [InlineData("{", ParseError)]
    [InlineData("nonsense", ParseError)]
    [InlineData("""[{"jsonrpc":"2.0","id":1,"method":"ping"}]""", ParseError)]
    [InlineData("""{"id":1,"method":"ping"}""", ParseError)]
    [InlineData("null", InvalidRequest)]
    public async Task What_is_no_message_is_400_without_an_id(string body, int code)
    {
        var (status, message) = await McpHttp.AskAsync(_daemon, McpHttp.Post(body));
        Assert.Equal((400, code), (status, message.GetProperty("error").GetProperty("code").GetInt32()));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, message.GetProperty("id").ValueKind);
    }

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Host", "evil.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task Foreign_pages_and_foreign_names_get_403(string header, string value)
    {
        var request = McpHttp.Post(McpHttp.Initialize, (header, value));
        if (header is "Host")
        {
            request.Headers.Host = value;
        }

        var (status, code, _) = await McpHttp.FailAsync(_daemon, request);
        Assert.Equal((403, ServerError), (status, code));
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_413_whether_or_not_it_says_so_before()
    {
        var large = $$"""{"jsonrpc":"2.0","id":1,"method":"{{new string('x', 30_000)}}"}""";
        foreach (var chunked in (bool[])[false, true])
        {
            var request = McpHttp.Post(large);
            request.Headers.TransferEncodingChunked = chunked;
            var (status, code, message) = await McpHttp.FailAsync(_daemon, request);
            Assert.Equal((413, InvalidRequest), (status, code));
            Assert.Contains("http.max_body_bytes", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Other_content_types_are_415_and_clients_that_take_no_events_406()
    {
        var plain = McpHttp.Post(McpHttp.Initialize);
        plain.Content!.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
        Assert.Equal((415, ServerError), Coded(await McpHttp.FailAsync(_daemon, plain)));

        var picky = McpHttp.Post(McpHttp.Initialize);
        picky.Headers.Accept.Clear();
        picky.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        Assert.Equal((406, ServerError), Coded(await McpHttp.FailAsync(_daemon, picky)));
    }

    [Fact]
    public async Task An_unknown_revision_is_told_with_those_that_are_known()
    {
        var (status, message) = await McpHttp.AskAsync(_daemon, McpHttp.Post("""{"jsonrpc":"2.0","id":7,"method":"ping"}""", ("MCP-Protocol-Version", "1999-01-01")));
        var error = message.GetProperty("error");
        Assert.Equal((400, UnknownRevision, 7), (status, error.GetProperty("code").GetInt32(), message.GetProperty("id").GetInt32()));
        Assert.Equal(McpHttp.Stateless, error.GetProperty("data").GetProperty("supported")[0].GetString());
    }

    [Theory]
    [InlineData("Mcp-Method", "tools/list")]
    [InlineData("Mcp-Name", "test_image_content")]
    [InlineData("MCP-Protocol-Version", "2025-11-25")]
    public async Task Headers_that_say_something_else_than_the_body_are_refused(string header, string value)
    {
        var request = McpHttp.Call("test_simple_text");
        request.Headers.Remove(header);
        request.Headers.TryAddWithoutValidation(header, value);
        var (status, code, _) = await McpHttp.FailAsync(_daemon, request);
        Assert.Equal(400, status);
        Assert.True(code is HeaderMismatch or ServerError, $"{code}");
    }

    [Theory]
    [InlineData("{}", "params.protocolVersion is needed")]
    [InlineData("""{"protocolVersion":"2025-11-25"}""", "params.clientInfo is needed")]
    [InlineData("""{"protocolVersion":"2025-11-25","clientInfo":{}}""", "params.clientInfo.name is needed")]
    [InlineData("""{"protocolVersion":"2025-11-25","clientInfo":{"name":"x"}}""", "params.clientInfo.version is needed")]
    [InlineData("""{"protocolVersion":"2025-11-25","clientInfo":{"name":"x","version":"1"},"capabilities":[]}""", "params.capabilities is an object")]
    public async Task An_introduction_that_lacks_something_is_told_what(string parameters, string missing)
    {
        var (status, code, message) = await McpHttp.FailAsync(_daemon, McpHttp.Post($$"""{"jsonrpc":"2.0","id":7,"method":"initialize","params":{{parameters}}}"""));
        Assert.Equal((200, InvalidParams), (status, code));
        Assert.Contains(missing, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_tools_are_a_line_each_in_the_daemons_log_without_a_stack()
    {
        var session = await McpHttp.BeginAsync(_daemon);
        await McpHttp.FailAsync(_daemon, McpHttp.Call("no_such_\\u000atool"));
        await McpHttp.FailAsync(_daemon, McpHttp.InSession(session, """{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"nor_this"}}"""));
        await McpHttp.FailAsync(_daemon, McpHttp.InSession(session, """{"jsonrpc":"2.0","id":4,"method":"prompts/get","params":{"name":"nor_that"}}"""));

        await Patience.UntilAsync(() => File.ReadAllText(_daemon.Paths.DaemonLog).Contains("nor_this", StringComparison.Ordinal));
        var log = await File.ReadAllLinesAsync(_daemon.Paths.DaemonLog);
        Assert.Single(log, line => line.Contains("nor_this: There is no such tool", StringComparison.Ordinal));
        Assert.DoesNotContain(log, line => line.StartsWith("   at ", StringComparison.Ordinal) || line.Contains("Exception", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_does_not_have_the_token_is_refused_in_the_protocols_words()
    {
        using var home = new TempDir();
        await using var guarded = await McpHttp.StartAsync(home, ("DROVER_TOKEN", Token));

        Assert.Equal((401, ServerError), Coded(await McpHttp.FailAsync(guarded, McpHttp.Post(McpHttp.Initialize))));
        Assert.Equal((401, ServerError), Coded(await McpHttp.FailAsync(guarded, McpHttp.Post(McpHttp.Initialize, ("Authorization", "Bearer wrong")))));
        Assert.Equal(200, (await McpHttp.AskAsync(guarded, McpHttp.Post(McpHttp.Initialize, ("Authorization", $"Bearer {Token}")))).Status);

        var call = McpHttp.Call("list_processes");
        call.Headers.TryAddWithoutValidation("Authorization", $"Bearer {Token}");
        Assert.Equal(200, (await McpHttp.AskAsync(guarded, call)).Status);
    }

    [Fact]
    public async Task An_unknown_method_is_404_and_an_unknown_tool_an_error_of_the_protocol()
    {
        var unknown = McpHttp.Post($$$"""{"jsonrpc":"2.0","id":7,"method":"no/such","params":{ {{{McpHttp.Meta}}} } }""", ("MCP-Protocol-Version", McpHttp.Stateless), ("Mcp-Method", "no/such"));
        Assert.Equal((404, MethodNotFound), Coded(await McpHttp.FailAsync(_daemon, unknown)));

        var (status, code, message) = await McpHttp.FailAsync(_daemon, McpHttp.Call("no_such_tool"));
        Assert.Equal((200, InvalidParams), (status, code));
        Assert.Contains("no_such_tool", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"no_such_argument":1}""", "request.unknown_field")]
    [InlineData("""{"label":["a list"]}""", "request.invalid_value")]
    public async Task Wrong_arguments_are_a_result_that_the_model_can_learn_from(string arguments, string code)
    {
        var (status, message) = await McpHttp.AskAsync(_daemon, McpHttp.Call("list_processes", arguments));
        var result = message.GetProperty("result");
        Assert.Equal(200, status);
        Assert.True(result.GetProperty("isError").GetBoolean());
        Assert.StartsWith(code, result.GetProperty("content")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Toolsets_narrow_and_unknown_ones_are_refused()
    {
        var (_, _, switchedOff) = await McpHttp.FailAsync(_daemon, McpHttp.Call("list_processes", query: "?toolsets=conformance"));
        Assert.Contains("switched off", switchedOff, StringComparison.Ordinal);

        var (_, read) = await McpHttp.AskAsync(_daemon, McpHttp.Call("list_processes", query: "?read_only=1"));
        Assert.False(read.GetProperty("result").TryGetProperty("isError", out var failed) && failed.GetBoolean());
        var (_, _, changes) = await McpHttp.FailAsync(_daemon, McpHttp.Call("start_process", """{"command":"true"}""", "?read_only=1"));
        Assert.Contains("switched off", changes, StringComparison.Ordinal);

        Assert.Equal((400, InvalidRequest), Coded(await McpHttp.FailAsync(_daemon, McpHttp.Call("list_processes", query: "?toolsets=nosuch"))));
        Assert.Equal((400, InvalidRequest), Coded(await McpHttp.FailAsync(_daemon, McpHttp.Call("list_processes", query: "?tolsets=conformance"))));
    }

    private static (int Status, int Code) Coded((int Status, int Code, string Message) failure) => (failure.Status, failure.Code);
}
