using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Drover.Daemon.Edges.Mcp.Http;

/// <summary>What the transport asks of the headers before the body is looked at.</summary>
internal static class RequestForm
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly MediaTypeHeaderValue Events = new("text/event-stream");

    public static McpFault? RefusePost(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.IsSubsetOf(Json))
        {
            return new McpFault(StatusCodes.Status415UnsupportedMediaType, McpFault.ServerError, "Send application/json.");
        }

        return Accepts(request, Json) && Accepts(request, Events)
            ? null
            : new McpFault(StatusCodes.Status406NotAcceptable, McpFault.ServerError, "Accept both application/json and text/event-stream.");
    }

    public static McpFault? RefuseGet(HttpRequest request) =>
        Accepts(request, Events) ? null : new McpFault(StatusCodes.Status406NotAcceptable, McpFault.ServerError, "Accept text/event-stream.");

    /// <summary>A header's value; null when it is missing, empty or there twice.</summary>
    public static string? Single(StringValues values) => values is [{ Length: > 0 } value] ? value : null;

    private static bool Accepts(HttpRequest request, MediaTypeHeaderValue type) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted) && accepted.Any(range => type.IsSubsetOf(range) && range.Quality is not 0);
}
