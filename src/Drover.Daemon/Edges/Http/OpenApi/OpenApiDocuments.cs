using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drover.Daemon.Edges.Http.OpenApi;

/// <summary><c>/openapi.json</c>: made of the endpoints and their notes when it is first asked for.</summary>
internal static class OpenApiDocuments
{
    public static void AddOpenApiDocument(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Drover";
            document.Info.Description = "One local daemon that runs dev processes, keeps every byte they print, and shows it to people and coding agents.";
            document.Info.Version = typeof(OpenApiDocuments).Assembly.GetName().Version!.ToString(3);
            document.Servers = [];
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(OperationNotes.ApplyAsync);
        options.AddSchemaTransformer((schema, context, _) =>
        {
            SchemaNotes.Apply(schema, context.JsonTypeInfo.Type);
            return Task.CompletedTask;
        });
    });

    public static void MapOpenApiDocument(this IEndpointRouteBuilder routes) => routes.MapOpenApi("/openapi.json");
}
