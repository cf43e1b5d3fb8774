using Drover.Contracts.Errors;
using Microsoft.AspNetCore.Http;

namespace Drover.Daemon.Edges.Http;

/// <summary>Gives the framework's own refusals their stable codes.</summary>
internal static class RequestFailures
{
    public static Error From(BadHttpRequestException exception) => exception.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => new Error(ErrorCodes.RequestTooLarge, $"The body is too large: {exception.Message} The limit is http.max_body_bytes."),
        StatusCodes.Status408RequestTimeout => new Error(ErrorCodes.RequestTimeout, exception.Message),
        StatusCodes.Status431RequestHeaderFieldsTooLarge => new Error(ErrorCodes.RequestHeadersTooLarge, exception.Message),
        StatusCodes.Status414UriTooLong => new Error(ErrorCodes.RequestLineTooLong, exception.Message),
        StatusCodes.Status505HttpVersionNotsupported => new Error(ErrorCodes.RequestVersionUnsupported, exception.Message),
        StatusCodes.Status405MethodNotAllowed => new Error(ErrorCodes.RouteMethodNotAllowed, exception.Message),
        StatusCodes.Status415UnsupportedMediaType => new Error(ErrorCodes.RequestUnsupportedMediaType, exception.Message),
        _ => new Error(ErrorCodes.RequestMalformed, exception.Message),
    };

    /// <summary>The error for a status that routing set without a body.</summary>
    public static Error? FromStatus(HttpContext http) => http.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => new Error(
            ErrorCodes.RouteNotFound,
            $"There is no {http.Request.Method} {http.Request.Path}. /openapi.json lists what there is."),
        StatusCodes.Status405MethodNotAllowed => new Error(
            ErrorCodes.RouteMethodNotAllowed,
            $"{http.Request.Path} does not take {http.Request.Method}, only {http.Response.Headers.Allow}.",
            new Dictionary<string, string>(StringComparer.Ordinal) { ["allow"] = http.Response.Headers.Allow.ToString() }),
        StatusCodes.Status415UnsupportedMediaType => new Error(ErrorCodes.RequestUnsupportedMediaType, "Send application/json."),
        _ => null,
    };
}
