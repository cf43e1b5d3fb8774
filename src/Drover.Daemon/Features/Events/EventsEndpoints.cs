using Drover.Contracts.Errors;
using Drover.Contracts.Events;
using Drover.Contracts.Json;
using Drover.Daemon.Edges.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drover.Daemon.Features.Events;

/// <summary><c>GET /v1/events</c>.</summary>
internal static class EventsEndpoints
{
    private const int DefaultLimit = 100;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/events", (HttpContext http, EventLog log, RecordStream stream) => ListAsync(http, log, stream))
            .WithDescription("State changes of everything Drover runs, oldest first; with follow=1 also those to come, as NDJSON or SSE.")
            .Query("since_seq", "integer", "First number wanted. Default: the last `limit`; with follow the events to come.")
            .Query("limit", "integer", "1 to 10000, default 100.")
            .Query("follow", "0 or 1", "Keep sending.")
            .Query("format", "json, ndjson or sse", "Default: json, with follow ndjson; Accept: text/event-stream means sse.")
            .Answers<EventPage>()
            .Fails(ErrorCodes.RequestInvalidValue, ErrorCodes.RequestUnknownParameter, ErrorCodes.StorageUnavailable);

    private static async Task<IResult> ListAsync(HttpContext http, EventLog log, RecordStream stream)
    {
        var query = new QueryReader(http.Request.Query);
        var since = query.Number("since_seq", 0, long.MaxValue);
        var limit = (int?)query.Number("limit", 1, EventLog.Retained);
        var follow = query.Flag("follow");
        var format = query.OneOf("format", "json", "ndjson", "sse") ?? StreamFormat.Preferred(http.Request, follow);
        if (follow && string.Equals(format, "json", StringComparison.Ordinal))
        {
            query.Fail("format", "follow=1 has no end and therefore no JSON array: use format=ndjson or sse.");
        }

        if (query.Check() is { } wrong)
        {
            return Problems.From(wrong);
        }

        since = SseWriter.LastEventId(http.Request) + 1 ?? since;
        var from = since ?? (follow && limit is null ? log.NextSequence : Math.Max(1, log.NextSequence - (limit ?? DefaultLimit)));
        if (string.Equals(format, "json", StringComparison.Ordinal))
        {
            return log.Read(from, limit ?? DefaultLimit).ToHttp(batch => JsonAnswer.Ok(
                new EventPage(batch.Events, batch.NextSequence) { Gap = batch.Dropped > 0 ? new(batch.Dropped) : null }, DroverJson.Default.EventPage));
        }

        using var writer = StreamFormat.Writer(http, format);
        await stream.SendAsync(http, writer, ends => follow ? log.FollowAsync(from, ends) : Once(log, from, limit ?? DefaultLimit), Write);
        return Results.Empty;
    }

    private static async IAsyncEnumerable<Result<EventBatch>> Once(EventLog log, long from, int limit)
    {
        await Task.CompletedTask;
        yield return log.Read(from, limit);
    }

    private static void Write(RecordWriter writer, Result<EventBatch> batch)
    {
        if (batch.Error is { } error)
        {
            throw new RecordStreamException(error);
        }

        if (batch.Value.Dropped > 0)
        {
            var first = batch.Value.Events[0];
            writer.Write(first.Seq - 1, new DroverEvent { Seq = first.Seq - 1, Ts = first.Ts, Type = "gap", Dropped = batch.Value.Dropped }, DroverJson.Default.DroverEvent);
        }

        foreach (var happened in batch.Value.Events)
        {
            writer.Write(happened.Seq, happened, DroverJson.Default.DroverEvent);
        }
    }
}
