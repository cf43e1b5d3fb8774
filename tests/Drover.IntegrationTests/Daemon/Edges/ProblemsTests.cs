using System.Net;
using System.Text;
using Drover.Contracts.Errors;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Edges;

/// <summary>Whatever is wrong with a request is told the same way.</summary>
public sealed class ProblemsTests
{
    [Fact]
    public async Task An_unknown_path_is_a_problem_with_a_code()
    {
        await using var daemon = await TestDaemon.StartAsync();
        using var answer = await daemon.Client.GetAsync("/v1/nothing");
        var problem = await TestDaemon.ProblemAsync(answer);
        Assert.Equal(ErrorCodes.RouteNotFound, problem.Code);
        Assert.Contains("/v1/nothing", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_verb_is_told_the_right_ones()
    {
        await using var daemon = await TestDaemon.StartAsync();
        using var answer = await daemon.Client.PostAsync("/healthz", null);
        var problem = await TestDaemon.ProblemAsync(answer);
        Assert.Equal(ErrorCodes.RouteMethodNotAllowed, problem.Code);
        Assert.Equal("GET", problem.Details!["allow"]);
        Assert.Equal(["GET"], answer.Content.Headers.Allow);
    }

    [Fact]
    public async Task HEAD_is_answered_as_GET_without_the_body()
    {
        await using var daemon = await TestDaemon.StartAsync();
        using var head = new HttpRequestMessage(HttpMethod.Head, "/healthz");
        using var answer = await daemon.Client.SendAsync(head);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("""{"command":["a"],"command":["b"]}""", ErrorCodes.RequestInvalidJson, "\"command\" stands twice")]
    [InlineData("""{"command":["a"],"restart":{"policy":"sometimes"}}""", ErrorCodes.RequestInvalidValue, "\"on-failure\"")]
    [InlineData("""{"command":["a"],"stdin":"open"}""", ErrorCodes.RequestInvalidValue, "\"hold\", \"null\"")]
    public async Task A_body_is_refused_with_what_would_be_right(string body, string code, string said)
    {
        await using var daemon = await TestDaemon.StartAsync();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await daemon.Client.PostAsync("/v1/sessions", content);
        var problem = await TestDaemon.ProblemAsync(answer);
        Assert.Equal(code, problem.Code);
        Assert.Contains(said, problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=1000000000")]
    [InlineData("limit=ten")]
    [InlineData("limit=5&limit=6")]
    [InlineData("follow=yes")]
    [InlineData("since_seq=-1")]
    [InlineData("format=xml")]
    [InlineData("follow=1&format=json")]
    public async Task A_bad_query_value_is_refused_by_name(string query)
    {
        await using var daemon = await TestDaemon.StartAsync();
        using var answer = await daemon.Client.GetAsync($"/v1/events?{query}");
        var problem = await TestDaemon.ProblemAsync(answer);
        Assert.Equal(ErrorCodes.RequestInvalidValue, problem.Code);
        Assert.Contains(problem.Details!["field"], query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_misspelt_parameter_is_refused_and_the_known_ones_are_named()
    {
        await using var daemon = await TestDaemon.StartAsync();
        using var answer = await daemon.Client.GetAsync("/v1/events?since=3");
        var problem = await TestDaemon.ProblemAsync(answer);
        Assert.Equal(ErrorCodes.RequestUnknownParameter, problem.Code);
        Assert.Contains("since_seq", problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/daemon")]
    [InlineData("/v1/config")]
    public async Task What_takes_no_parameters_says_so(string path)
    {
        await using var daemon = await TestDaemon.StartAsync();
        using var answer = await daemon.Client.GetAsync($"{path}?verbose=1");
        Assert.Equal(ErrorCodes.RequestUnknownParameter, (await TestDaemon.ProblemAsync(answer)).Code);
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/metrics")]
    public async Task What_other_tools_probe_takes_any_parameters(string path)
    {
        await using var daemon = await TestDaemon.StartAsync();
        using var answer = await daemon.Client.GetAsync($"{path}?probe=1");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("nonsense\r\n\r\n", ErrorCodes.RequestMalformed, 400)]
    [InlineData("GET /healthz HTTP/1.1\r\n\r\n", ErrorCodes.RequestMalformed, 400)]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: localhost\r\nno colon\r\n\r\n", ErrorCodes.RequestMalformed, 400)]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: LONG\r\n\r\n", ErrorCodes.RequestHeadersTooLarge, 431)]
    [InlineData("GET /LONG HTTP/1.1\r\nHost: localhost\r\n\r\n", ErrorCodes.RequestLineTooLong, 414)]
    [InlineData("GET /healthz HTTP/3.7\r\nHost: localhost\r\n\r\n", ErrorCodes.RequestVersionUnsupported, 505)]
    [InlineData("GET * HTTP/1.1\r\nHost: localhost\r\n\r\n", ErrorCodes.RouteMethodNotAllowed, 405)]
    [InlineData("GET localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n", ErrorCodes.RouteMethodNotAllowed, 405)]
    public async Task What_never_becomes_a_request_is_a_problem_too(string bytes, string code, int status)
    {
        await using var daemon = await TestDaemon.StartAsync();
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, daemon.Port, Patience.Token);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(bytes.Replace("LONG", new string('x', 40_000), StringComparison.Ordinal)), Patience.Token);
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync(Patience.Token);

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/problem+json", answer, StringComparison.OrdinalIgnoreCase);
        var body = answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        var problem = System.Text.Json.JsonSerializer.Deserialize(body, Drover.Contracts.Json.DroverJson.Default.ProblemBody)!;
        Assert.Equal((code, status), (problem.Code, problem.Status));
    }

    [Theory]
    [InlineData("{\"keep\":", ErrorCodes.RequestInvalidJson, "$")]
    [InlineData("not json", ErrorCodes.RequestInvalidJson, "$")]
    [InlineData("{} {}", ErrorCodes.RequestInvalidJson, "$")]
    [InlineData("null", ErrorCodes.RequestInvalidJson, null)]
    [InlineData("[]", ErrorCodes.RequestInvalidValue, "$")]
    [InlineData("{\"keep\":1}", ErrorCodes.RequestInvalidValue, "keep")]
    [InlineData("{\"kep\":true}", ErrorCodes.RequestUnknownField, "kep")]
    public async Task A_bad_body_is_told_with_its_place(string body, string code, string? field)
    {
        await using var daemon = await TestDaemon.StartAsync();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await daemon.Client.PostAsync("/v1/daemon/stop", content);
        var problem = await TestDaemon.ProblemAsync(answer);
        Assert.Equal(code, problem.Code);
        Assert.Equal(field, problem.Details?.GetValueOrDefault("field"));
        Assert.False(daemon.Daemon.Lifetime.IsStopping);
    }

    [Fact]
    public async Task A_body_of_20_MB_is_refused_and_the_caller_gets_to_read_why()
    {
        await using var daemon = await TestDaemon.StartAsync();
        using var content = new ByteArrayContent(new byte[20_000_000]);
        using var answer = await daemon.Client.PostAsync("/v1/daemon/stop", content);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal(ErrorCodes.RequestTooLarge, (await TestDaemon.ProblemAsync(answer)).Code);
    }

    [Fact]
    public async Task A_chunked_body_beyond_the_limit_is_refused_too()
    {
        await using var daemon = await TestDaemon.StartAsync(("DROVER_HTTP_MAX_BODY_BYTES", "2000"));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/daemon/stop") { Content = new ByteArrayContent(new byte[5_000]) };
        request.Headers.TransferEncodingChunked = true;
        using var answer = await daemon.Client.SendAsync(request);
        Assert.Equal(ErrorCodes.RequestTooLarge, (await TestDaemon.ProblemAsync(answer)).Code);
    }

    [Fact]
    public async Task Headers_beyond_the_limit_are_refused()
    {
        await using var daemon = await TestDaemon.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/healthz");
        request.Headers.Add("X-Long", new string('x', 40_000));
        using var answer = await daemon.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, answer.StatusCode);
        Assert.Equal(ErrorCodes.RequestHeadersTooLarge, (await TestDaemon.ProblemAsync(answer)).Code);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain")]
    public async Task Without_a_browser_s_headers_the_type_of_a_body_is_not_insisted_on(string type)
    {
        await using var daemon = await TestDaemon.StartAsync();
        using var content = new StringContent("{\"x\":1}", Encoding.UTF8, type);
        using var answer = await daemon.Client.PostAsync("/v1/daemon/stop", content);
        Assert.Equal(ErrorCodes.RequestUnknownField, (await TestDaemon.ProblemAsync(answer)).Code);
    }

    [Fact]
    public async Task Another_type_than_JSON_is_refused()
    {
        await using var daemon = await TestDaemon.StartAsync();
        using var content = new StringContent("<keep/>", Encoding.UTF8, "application/xml");
        using var answer = await daemon.Client.PostAsync("/v1/daemon/stop", content);
        Assert.Equal(ErrorCodes.RequestUnsupportedMediaType, (await TestDaemon.ProblemAsync(answer)).Code);
    }
}
