using Drover.Contracts.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Drover.Daemon.Edges.Http;

/// <summary>Refuses a body that is announced larger than the limit before anything is done.</summary>
internal static class BodyLimit
{
    // Up to here it is read and thrown away, so that the caller gets to read the answer.
    private const long MostDrained = 64_000_000;

    public static Task InvokeAsync(HttpContext http, RequestDelegate next) =>
        RefuseLargeBody(http) is { } tooLarge ? Problems.WriteAsync(http, tooLarge) : next(http);

    private static Error? RefuseLargeBody(HttpContext http)
    {
        var feature = http.Features.Get<IHttpMaxRequestBodySizeFeature>();
        if (http.Request.ContentLength is not { } length || feature?.MaxRequestBodySize is not { } limit || length <= limit)
        {
            return null;
        }

        if (length <= MostDrained && !feature.IsReadOnly)
        {
            feature.MaxRequestBodySize = length;
        }

        return new Error(ErrorCodes.RequestTooLarge, $"The body has {length} bytes; {limit} are allowed (http.max_body_bytes).");
    }
}
