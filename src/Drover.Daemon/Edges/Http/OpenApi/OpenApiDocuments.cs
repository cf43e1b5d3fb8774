using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drover.Daemon.Edges.Http.OpenApi;

/// <summary><c>/openapi.json</c>: made of the endpoints and their notes when it is first asked for.</summary>
internal static class OpenApiDocuments
{
    public static void AddOpenApiDocument(this IServiceCollection services)
    {
        // Only the schemas are made with these options; answers are written with the contracts' own metadata.
        services.Configure<JsonOptions>(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });

        // A lambda and not the method itself: the package's source generator, which puts the XML docs into the schemas, looks for that.
        services.AddOpenApi(options => Configure(options));
    }

    public static void MapOpenApiDocument(this IEndpointRouteBuilder routes) => routes.MapOpenApi("/openapi.json");

    private static void Configure(OpenApiOptions options)
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
    }
}
