using System.Net;
using System.Text;
using Drover.Contracts.Errors;
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
