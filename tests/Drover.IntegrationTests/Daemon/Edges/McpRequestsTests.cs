using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Edges;

/// <summary>What /mcp refuses, and how.</summary>
public sealed class McpRequestsTests
{
    private const string Json = "application/json";
    private const string Initialize = """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"tests","version":"1"}}}""";

    [Theory]
    [InlineData("Origin", "http://evil.example", 403)]
    [InlineData("Host", "evil.example", 403)]
    [InlineData("MCP-Protocol-Version", "2031-01-01", 400)]
    public async Task One_wrong_header_is_enough_to_be_refused(string header, string value, int status)
    {
        await using var daemon = await TestDaemon.StartAsync();
        using var request = Post(Initialize);
        request.Headers.TryAddWithoutValidation(header, value);
        using var answer = await daemon.Client.SendAsync(request);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.NotEqual(JsonValueKind.Undefined, (await ErrorAsync(answer)).ValueKind);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Another_content_type_is_refused(string type)
    {
        await using var daemon = await TestDaemon.StartAsync();
        using var answer = await daemon.Client.SendAsync(Post(Initialize, type));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_with_its_code()
    {
        await using var daemon = await TestDaemon.StartAsync(("DROVER_HTTP_MAX_BODY_BYTES", "20000"));
        using var answer = await daemon.Client.SendAsync(Post(Initialize.Replace("tests", new string('x', 30_000), StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("request.too_large", (await ErrorAsync(answer)).GetProperty("data").GetProperty("code").GetString());
    }

    [Fact]
    public async Task With_a_token_requests_must_carry_it()
    {
        await using var daemon = await TestDaemon.StartAsync(("DROVER_TOKEN", "s3cret"));
        using var without = await daemon.Client.SendAsync(Post(Initialize));
        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);

        using var request = Post(Initialize);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "s3cret");
        using var with = await daemon.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, with.StatusCode);
    }

    public static TheoryData<string, string, string> IncompleteRequests => new()
    {
        { "tools/call", "{}", "name" },
        { "tools/call", """{"name":null}""", "name" },
        { "tools/call", """{"name":7}""", "name" },
        { "tools/call", """{"name":"list_processes","arguments":[]}""", "arguments" },
        { "tools/call", """{"name":"no_such_tool"}""", "no_such_tool" },
        { "prompts/get", """{"name":null}""", "name" },
        { "resources/read", "{}", "uri" },
        { "completion/complete", """{"ref":{"type":"ref/prompt","name":"debug_process"}}""", "argument" },
    };

    [Theory]
    [MemberData(nameof(IncompleteRequests))]
    public async Task Missing_and_wrong_parameters_are_invalid_parameters_in_both_eras(string method, string parameters, string named)
    {
        await using var daemon = await TestDaemon.StartAsync();
        var session = await SessionAsync(daemon);
        using var inSession = await daemon.Client.SendAsync(Post(Message(method, parameters), session: session));
        var name = JsonDocument.Parse(parameters).RootElement.TryGetProperty("name", out var known) && known.ValueKind == JsonValueKind.String ? known.GetString() : null;
        using var stateless = await daemon.Client.SendAsync(Stateless(method, parameters, name));

        foreach (var answer in (HttpResponseMessage[])[inSession, stateless])
        {
            var error = await ErrorAsync(answer);
            Assert.Equal(-32602, error.GetProperty("code").GetInt32());
            Assert.Contains(named, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Listening_to_nothing_in_particular_is_told_what_is_missing()
    {
        await using var daemon = await TestDaemon.StartAsync();
        using var answer = await daemon.Client.SendAsync(Stateless("subscriptions/listen", "{}", null));
        var error = await ErrorAsync(answer);
        Assert.Equal(-32602, error.GetProperty("code").GetInt32());
        Assert.Contains("notifications", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Listening_is_granted_for_processes_there_are_and_tells_of_their_output()
    {
        await using var daemon = await TestDaemon.StartAsync();
        using var folder = new TempDir();
        var session = await SessionAsync(daemon);
        var command = $"while [ ! -e {folder["go"]} ]; do sleep 0.05; done; echo news; exec sleep 1000";
        using var started = await daemon.Client.SendAsync(Post(Message("tools/call", $$"""{"name":"start_process","arguments":{"command":"{{command}}","working_directory":"{{folder.Path}}","label":"heard"} }"""), session: session));
        Assert.DoesNotContain("isError\":true", await started.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        const string Wanted = """{"notifications":{"resourceSubscriptions":["drover://sessions/heard/logs?limit=5","drover://sessions/nobody/logs"]}}""";
        using var answer = await daemon.Client.SendAsync(Stateless("subscriptions/listen", Wanted, null), HttpCompletionOption.ResponseHeadersRead, Patience.Token);
        using var events = new StreamReader(await answer.Content.ReadAsStreamAsync());
        var granted = await DataAsync(events);
        await File.WriteAllTextAsync(folder["go"], "");
        var told = await DataAsync(events);

        Assert.Equal("""["drover://sessions/heard/logs?limit=5"]""", granted.GetProperty("params").GetProperty("notifications").GetProperty("resourceSubscriptions").GetRawText());
        Assert.Equal(("notifications/resources/updated", "drover://sessions/heard/logs?limit=5"), (told.GetProperty("method").GetString(), told.GetProperty("params").GetProperty("uri").GetString()));
        using var stopped = await daemon.Client.SendAsync(Post(Message("tools/call", """{"name":"stop_process","arguments":{"label":"heard","force":true}}"""), session: session));
    }

    [Fact]
    public async Task Read_only_offers_what_reads_and_refuses_the_rest()
    {
        await using var daemon = await TestDaemon.StartAsync(("DROVER_MCP_READ_ONLY", "true"));
        var session = await SessionAsync(daemon);
        using var list = await daemon.Client.SendAsync(Post(Message("tools/list", "{}"), session: session));
        var tools = (await MessageAsync(list)).GetProperty("result").GetProperty("tools").EnumerateArray().Select(tool => tool.GetProperty("name").GetString()).ToList();
        using var read = await daemon.Client.SendAsync(Post(Message("tools/call", """{"name":"list_processes","arguments":{}}"""), session: session));
        using var start = await daemon.Client.SendAsync(Post(Message("tools/call", """{"name":"start_process","arguments":{"command":"true"}}"""), session: session));

        Assert.Contains("get_process_output", tools);
        Assert.DoesNotContain(tools, tool => tool is "start_process" or "stop_process" or "restart_process" or "send_input" or "project_up");
        Assert.True((await MessageAsync(read)).TryGetProperty("result", out _));
        Assert.Contains("switched off", (await ErrorAsync(start)).GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains("\"sessions\":[]", (await daemon.Client.GetStringAsync("/v1/sessions")).Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hanging_up_in_a_session_does_not_cancel_the_call()
    {
        await using var daemon = await TestDaemon.StartAsync();
        using var folder = new TempDir();
        var session = await SessionAsync(daemon);
        const string Slow = """{"name":"start_process","arguments":{"command":"while [ ! -e go ]; do sleep 0.05; done; echo done","working_directory":"FOLDER","label":"slow","wait":{"for":"exit"}},"_meta":{"progressToken":"p"}}""";
        using (var hangsUp = new CancellationTokenSource())
        {
            using var call = await daemon.Client.SendAsync(Post(Message("tools/call", Slow.Replace("FOLDER", folder.Path, StringComparison.Ordinal)), session: session), HttpCompletionOption.ResponseHeadersRead, hangsUp.Token);
            using var events = new StreamReader(await call.Content.ReadAsStreamAsync(hangsUp.Token));
            Assert.Equal("notifications/progress", (await DataAsync(events)).GetProperty("method").GetString());
            await hangsUp.CancelAsync();
        }

        await File.WriteAllTextAsync(folder["go"], "");
        using var ended = await daemon.Client.SendAsync(Post(Message("tools/call", """{"name":"wait_for_process","arguments":{"label":"slow","for":"exit"}}"""), session: session));
        Assert.Equal("exited", (await MessageAsync(ended)).GetProperty("result").GetProperty("structuredContent").GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task Agents_and_people_that_restart_at_the_same_time_leave_one_process()
    {
        await using var daemon = await TestDaemon.StartAsync();
        using var folder = new TempDir();
        var session = await SessionAsync(daemon);
        using var started = await daemon.Client.SendAsync(Post(Message("tools/call", $$"""{"name":"start_process","arguments":{"command":"echo $$ >>pids; exec sleep 1000","working_directory":"{{folder.Path}}","label":"both","wait":{"for":"running"} } }"""), session: session));
        Assert.True((await MessageAsync(started)).TryGetProperty("result", out _));

        using var restart = new StringContent("{}", Encoding.UTF8, Json);
        var byAgent = daemon.Client.SendAsync(Post(Message("tools/call", """{"name":"restart_process","arguments":{"label":"both","wait":{"for":"running"}}}"""), session: session));
        var byPerson = daemon.Client.PostAsync("/v1/sessions/both/restart", restart);
        using var agents = await byAgent;
        using var persons = await byPerson;
        Assert.False((await MessageAsync(agents)).GetProperty("result").TryGetProperty("isError", out var failed) && failed.GetBoolean());
        Assert.True(persons.IsSuccessStatusCode, await persons.Content.ReadAsStringAsync());

        using var status = await daemon.Client.SendAsync(Post(Message("tools/call", """{"name":"get_process_status","arguments":{"label":"both"}}"""), session: session));
        var alive = (await MessageAsync(status)).GetProperty("result").GetProperty("structuredContent").GetProperty("pid").GetInt32();
        var pids = (await File.ReadAllLinesAsync(folder["pids"])).Select(line => int.Parse(line, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(alive, Assert.Single(pids, pid => ProcessAssert.StartTime(pid) is not null));
        using var stopped = await daemon.Client.SendAsync(Post(Message("tools/call", """{"name":"stop_process","arguments":{"label":"both","force":true}}"""), session: session));
    }

    private static string Message(string method, string parameters) => $$"""{"jsonrpc":"2.0","id":2,"method":"{{method}}","params":{{parameters}}}""";

    private static HttpRequestMessage Post(string body, string type = Json, string? session = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/mcp") { Content = new StringContent(body, Encoding.UTF8, type) };
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        if (session is not null)
        {
            request.Headers.Add("Mcp-Session-Id", session);
        }

        return request;
    }

    private static HttpRequestMessage Stateless(string method, string parameters, string? name)
    {
        const string Meta = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}";
        var request = Post(Message(method, parameters is "{}" ? $"{{{Meta}}}" : $"{parameters[..^1]},{Meta}}}"));
        request.Headers.Add("MCP-Protocol-Version", "2026-07-28");
        request.Headers.Add("Mcp-Method", method);
        if (name is not null)
        {
            request.Headers.Add("Mcp-Name", name);
        }

        return request;
    }

    private static async Task<string> SessionAsync(TestDaemon daemon)
    {
        using var answer = await daemon.Client.SendAsync(Post(Initialize));
        return Assert.Single(answer.Headers.GetValues("Mcp-Session-Id"));
    }

    private static async Task<JsonElement> ErrorAsync(HttpResponseMessage answer) => (await MessageAsync(answer)).GetProperty("error");

    // Plain JSON, or the last event of a stream.
    private static async Task<JsonElement> MessageAsync(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStringAsync();
        var data = answer.Content.Headers.ContentType?.MediaType == Json ? body : body.Split('\n').Last(line => line.StartsWith("data: ", StringComparison.Ordinal))["data: ".Length..];
        return JsonDocument.Parse(data).RootElement;
    }

    private static async Task<JsonElement> DataAsync(StreamReader events)
    {
        while (await events.ReadLineAsync(Patience.Token) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal) && line.Contains('{', StringComparison.Ordinal))
            {
                return JsonDocument.Parse(line["data: ".Length..]).RootElement;
            }
        }

        throw new EndOfStreamException("The stream has ended.");
    }
}
