using System.Text;
using System.Text.Encodings.Web;
using Drover.Contracts.Errors;
using Microsoft.AspNetCore.Http;

namespace Drover.Daemon.Edges.Http.Sites;

/// <summary>Nobody answers: a page for browsers, a problem for programs.</summary>
internal static class SitePage
{
    private const string Style = "body{font:16px/1.5 system-ui,sans-serif;max-width:42rem;margin:15vh auto;padding:0 1rem}code{background:#8882;padding:.2rem .4rem;border-radius:.2rem}:root{color-scheme:light dark}";

    public static Task WriteAsync(HttpContext http, SiteNotice notice)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (!http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            return Problems.WriteAsync(http, notice.Error);
        }

        http.Response.StatusCode = ErrorCatalog.Of(notice.Error.Code).HttpStatus;
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return http.Response.WriteAsync(HttpMethods.IsHead(http.Request.Method) ? "" : Html(notice), CancellationToken.None);
    }

    private static string Html(SiteNotice notice)
    {
        var text = new StringBuilder("<!doctype html><meta charset=utf-8>");
        if (notice.ComesSoon)
        {
            text.Append("<meta http-equiv=refresh content=1>");
        }

        text.Append($"<title>{Encode(ErrorCatalog.Of(notice.Error.Code).Title)}</title><style>{Style}</style><h1>{Encode(ErrorCatalog.Of(notice.Error.Code).Title)}</h1><p>{Encode(notice.Error.Message)}</p>");
        if (notice.ComesSoon)
        {
            text.Append("<p>This page looks again every second.</p>");
        }

        if (notice.Command is { } command)
        {
            text.Append($"<p>To start it: <code>{Encode(command)}</code></p>");
        }

        foreach (var url in notice.Urls)
        {
            text.Append($"<p><a href=\"{Encode(url)}\">{Encode(url)}</a></p>");
        }

        return text.Append('\n').ToString();
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
