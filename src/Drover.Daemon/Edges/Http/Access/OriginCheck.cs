using Drover.Contracts.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Drover.Daemon.Edges.Http.Access;

/// <summary>
/// Pages of other origins get nothing: no CORS, and a request that says it comes from one is refused before anything is done. Browsers send
/// <c>Origin</c> with every request that can change something and <c>Sec-Fetch-Site</c> with all (https://www.w3.org/TR/fetch-metadata/).
/// </summary>
internal static class OriginCheck
{
    public static Error? Refuse(HttpRequest request)
    {
        var origin = request.Headers.Origin;
        if (origin.Count > 0 && (origin.Count > 1 || !IsOwn(origin[0], request)))
        {
            return Forbidden($"Requests from pages of {origin} are refused.");
        }

        var site = request.Headers["Sec-Fetch-Site"];
        return StringValues.IsNullOrEmpty(site) || site is ["same-origin"] or ["none"]
            ? null
            : Forbidden($"Requests from pages of another origin are refused (Sec-Fetch-Site: {site}).");
    }

    private static bool IsOwn(string? origin, HttpRequest request) =>
        string.Equals(origin, $"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase);

    private static Error Forbidden(string message) => new(ErrorCodes.AccessOriginForbidden, message);
}
