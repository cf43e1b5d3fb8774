using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Drover.Contracts.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Drover.Daemon.Edges.Http.OpenApi;

/// <summary>
/// The OpenAPI document: made of the endpoints and their notes when it is first asked for, in a container of its own that is let go afterwards. In
/// the daemon's container its services would cost each start a tenth of its time and each daemon 3 MB, and few ever ask.
/// </summary>
/// <param name="registrations">What the daemon registers: handlers' parameters that are services are told from those of the request by it.</param>
/// <param name="endpoints">What there is to describe.</param>
internal sealed class OpenApiDocuments(IServiceCollection registrations, EndpointDataSource endpoints)
{
    private readonly Lazy<Task<byte[]>> _document = new(() => WriteAsync(registrations, endpoints));

    /// <summary>The document as JSON in UTF-8.</summary>
    public Task<byte[]> GetAsync() => _document.Value;

    private static async Task<byte[]> WriteAsync(IServiceCollection registrations, EndpointDataSource endpoints)
    {
        IServiceCollection services = new ServiceCollection();
        foreach (var registration in registrations)
        {
            services.Add(registration);
        }

        services.AddSingleton(endpoints);

        // Only the schemas are made with these options; answers are written with the contracts' own metadata.
        services.Configure<JsonOptions>(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, DroverJson.Default);
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });

        // A lambda and not the method itself: the package's source generator, which puts the XML docs into the schemas, looks for that.
        services.AddOpenApi(options => Configure(options));
        await using var provider = services.BuildServiceProvider();
        var document = await provider.GetRequiredKeyedService<IOpenApiDocumentProvider>("v1").GetOpenApiDocumentAsync();
        return Encoding.UTF8.GetBytes(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1));
    }

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
