using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using Drover.Contracts.Errors;
using Drover.Contracts.Json;
using Microsoft.AspNetCore.Http;

namespace Drover.Daemon.Edges.Http;

/// <summary>
/// Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html): <c>id:</c> is the record's sequence, <c>data:</c> its JSON
/// on one line. A failure ends the stream with <c>event: error</c>.
/// </summary>
internal sealed class SseWriter(HttpContext http) : RecordWriter(http)
{
    protected override string ContentType => "text/event-stream";

    /// <summary>The sequence a reconnecting reader has seen last: its <c>Last-Event-ID</c>.</summary>
    public static long? LastEventId(HttpRequest request) =>
        long.TryParse(request.Headers["Last-Event-ID"], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    public override void Write<T>(string? id, T record, JsonTypeInfo<T> type)
    {
        if (id is not null)
        {
            Output.Write("id: "u8);
            _ = Encoding.ASCII.GetBytes(id, Output);
            Output.Write("\n"u8);
        }

        Output.Write("data: "u8);
        WriteJson(record, type);
        Output.Write("\n\n"u8);
    }

    /// <summary>For whole events that the caller writes by hand, because there are millions of them.</summary>
    public IBufferWriter<byte> Buffer => Output;

    public override void Heartbeat() => Output.Write(": \n\n"u8);

    protected override void WriteFailure(ProblemBody problem)
    {
        Output.Write("event: error\ndata: "u8);
        WriteJson(problem, DroverJson.Default.ProblemBody);
        Output.Write("\n\n"u8);
    }
}
