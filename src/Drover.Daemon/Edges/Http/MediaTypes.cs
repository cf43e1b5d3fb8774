using Drover.Contracts.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Drover.Daemon.Edges.Http;

/// <summary>
/// Which Content-Type a JSON body may have. A page of another origin can send a body without asking first only as one of three plain types
/// (https://fetch.spec.whatwg.org/#cors-safelisted-request-header), so a request that a browser may have sent must say application/json.
/// For curl, which labels <c>-d '{…}'</c> a form, it may be left out or wrong.
/// </summary>
internal static class MediaTypes
{
    public static Error? RefuseAsJson(HttpRequest request)
    {
        var sent = request.ContentType;
        if (IsJson(sent) || (!MayBeBrowser(request) && IsTolerated(sent)))
        {
            return null;
        }

        return new Error(
            ErrorCodes.RequestUnsupportedMediaType,
            string.IsNullOrEmpty(sent)
                ? "The body has no Content-Type; send application/json."
                : $"The body's Content-Type is {sent}; send application/json.");
    }

    public static bool IsJson(string? contentType)
    {
        var essence = Essence(contentType);
        return essence.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || (essence.StartsWith("application/", StringComparison.OrdinalIgnoreCase) && essence.EndsWith("+json", StringComparison.OrdinalIgnoreCase));
    }

    public static bool MayBeBrowser(HttpRequest request)
    {
        var headers = request.Headers;
        return headers.ContainsKey(HeaderNames.Origin)
            || headers.ContainsKey("Sec-Fetch-Site")
            || headers.ContainsKey("Sec-Fetch-Mode")
            || headers.ContainsKey("Sec-Fetch-Dest")
            || headers.UserAgent.ToString().StartsWith("Mozilla/", StringComparison.Ordinal);
    }

    private static bool IsTolerated(string? contentType)
    {
        var essence = Essence(contentType);
        return essence.IsEmpty
            || essence.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
            || essence.Equals("text/plain", StringComparison.OrdinalIgnoreCase)
            || essence.Equals("text/json", StringComparison.OrdinalIgnoreCase);
    }

    private static ReadOnlySpan<char> Essence(string? contentType)
    {
        var text = contentType.AsSpan();
        var end = text.IndexOf(';');
        return (end < 0 ? text : text[..end]).Trim();
    }
}
