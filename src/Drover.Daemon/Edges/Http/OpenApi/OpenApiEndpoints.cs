using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drover.Daemon.Edges.Http.OpenApi;

/// <summary><c>/openapi.json</c>.</summary>
internal static class OpenApiEndpoints
{
    public static void MapOpenApiDocument(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/openapi.json", (RequestDelegate)GetAsync).ExcludeFromDescription();

    private static async Task GetAsync(HttpContext http)
    {
        var document = await http.RequestServices.GetRequiredService<OpenApiDocuments>().GetAsync();
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.ContentLength = document.Length;
        await http.Response.Body.WriteAsync(document, http.RequestAborted);
    }
}
