using Drover.Contracts.Errors;
using Drover.Daemon.Edges.Http;
using Drover.Daemon.Logs;
using Drover.Supervision.Logs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Xunit;

namespace Drover.UnitTests.Daemon.Sessions;

public sealed class LogRequestParserTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Nothing_asked_means_the_last_hundred_blended_lines_as_json()
    {
        var request = Parse("").Value;

        Assert.Equal((LogFormat.Json, 100, null, false), (request.Format, request.Limit, request.Stream, request.KeepAnsi));
        Assert.Equal("blended", request.StreamName);
    }

    [Theory]
    [InlineData("stream=both", ErrorCodes.RequestInvalidValue)]
    [InlineData("limit=-1", ErrorCodes.RequestInvalidValue)]
    [InlineData("limit=1000000000", ErrorCodes.RequestInvalidValue)]
    [InlineData("limit=10001", ErrorCodes.RequestInvalidValue)]
    [InlineData("limit=ten", ErrorCodes.RequestInvalidValue)]
    [InlineData("since_seq=abc", ErrorCodes.RequestInvalidValue)]
    [InlineData("since_seq=-1", ErrorCodes.RequestInvalidValue)]
    [InlineData("since_seq=99999999999999999999", ErrorCodes.RequestInvalidValue)]
    [InlineData("since=yesterday", ErrorCodes.RequestInvalidValue)]
    [InlineData("since=12", ErrorCodes.RequestInvalidValue)]
    [InlineData("grep=(", ErrorCodes.RequestInvalidPattern)]
    [InlineData("level=info", ErrorCodes.RequestInvalidValue)]
    [InlineData("ansi=no", ErrorCodes.RequestInvalidValue)]
    [InlineData("follow=2", ErrorCodes.RequestInvalidValue)]
    [InlineData("format=xml", ErrorCodes.RequestInvalidValue)]
    [InlineData("format=raw", ErrorCodes.RequestInvalidValue)]
    [InlineData("follow=1&until=5m", ErrorCodes.RequestInvalidValue)]
    [InlineData("context=1000", ErrorCodes.RequestInvalidValue)]
    [InlineData("stream=stdout&stream=stderr", ErrorCodes.RequestInvalidValue)]
    [InlineData("lines=5", ErrorCodes.RequestUnknownParameter)]
    public void What_is_not_understood_is_refused(string query, string code) => Assert.Equal(code, Parse(query).Error?.Code);

    [Theory]
    [InlineData("limit=0", 0)]
    [InlineData("limit=10000", 10_000)]
    [InlineData("format=text&limit=1000000", 1_000_000)]
    public void A_limit_from_nothing_to_a_full_page_is_taken(string query, int limit) => Assert.Equal(limit, Parse(query).Value.Limit);

    [Fact]
    public void Since_is_a_restart_a_duration_or_a_time()
    {
        Assert.True(Parse("since=restart").Value.SinceRestart);
        Assert.Equal(Now.AddMinutes(-10), Parse("since=10m").Value.Since);
        Assert.Equal(Now.AddHours(-1), Parse("since=2026-01-31T11:00:00Z").Value.Since);
        Assert.Equal(Now.AddHours(-1), Parse("since=2026-01-31T12:00:00+01:00").Value.Since);
        Assert.Equal(Now.AddHours(-1), Parse("since=2026-01-31 11:00:00").Value.Since);
    }

    [Theory]
    [InlineData("follow=1", null, LogFormat.Ndjson)]
    [InlineData("follow=1&format=json", null, LogFormat.Ndjson)]
    [InlineData("follow=1&format=text", "text/event-stream", LogFormat.Text)]
    [InlineData("follow=1", "text/event-stream", LogFormat.Sse)]
    [InlineData("", "text/plain", LogFormat.Text)]
    [InlineData("", "*/*", LogFormat.Json)]
    [InlineData("stream=stderr&format=raw", null, LogFormat.Raw)]
    public void The_format_is_what_the_query_says_or_else_the_accept_header(string query, string? accept, object format) =>
        Assert.Equal(format, Parse(query, accept).Value.Format);

    [Fact]
    public void A_reconnecting_stream_goes_on_behind_the_last_event_it_saw()
    {
        Assert.Equal(8, Parse("follow=1&since_seq=3", lastEventId: 7).Value.SinceSeq);
        Assert.Equal(LogStream.Stderr, Parse("stream=stderr").Value.Stream);
    }

    private static Result<LogRequest> Parse(string query, string? accept = null, long? lastEventId = null) =>
        LogRequestParser.Parse(new QueryReader(new QueryCollection(QueryHelpers.ParseQuery(query))), accept, lastEventId, fromHead: false, Now);
}
