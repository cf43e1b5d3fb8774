using Microsoft.AspNetCore.Http;

namespace Drover.Daemon.Edges.Http;

/// <summary>Which form a row of records takes.</summary>
internal static class StreamFormat
{
    /// <summary>What the caller wants when <c>format</c> does not say: its Accept header, else JSON, or NDJSON for a stream.</summary>
    public static string Preferred(HttpRequest request, bool follow)
    {
        foreach (var accepted in request.Headers.Accept)
        {
            if (accepted is null)
            {
                continue;
            }

            if (accepted.Contains("text/event-stream", StringComparison.OrdinalIgnoreCase))
            {
                return "sse";
            }

            if (accepted.Contains("ndjson", StringComparison.OrdinalIgnoreCase))
            {
                return "ndjson";
            }
        }

        return follow ? "ndjson" : "json";
    }

    public static RecordWriter Writer(HttpContext http, string format) =>
        string.Equals(format, "sse", StringComparison.Ordinal) ? new SseWriter(http) : new NdjsonWriter(http);
}
