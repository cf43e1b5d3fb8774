using Drover.Contracts.Errors;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Drover.Daemon.Edges.Http.OpenApi;

/// <summary>Puts what <see cref="EndpointNotes"/> says about an endpoint into its operation.</summary>
internal static class OperationNotes
{
    public static async Task ApplyAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Parameters ??= [];
        AddPathParameters(operation, context.Description.RelativePath ?? "");
        foreach (var query in metadata.OfType<QueryNote>())
        {
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = query.Name,
                In = ParameterLocation.Query,
                Description = query.Description,
                Schema = SchemaOf(query.Type),
            });
        }

        foreach (var body in metadata.OfType<BodyNote>())
        {
            var schema = await context.GetOrCreateSchemaAsync(body.Type, null, cancellation);
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = !body.Optional,
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { ["application/json"] = new() { Schema = schema } },
            };
        }

        Explain(operation, metadata.OfType<ProblemNote>().SelectMany(note => note.Codes));
    }

    private static void AddPathParameters(OpenApiOperation operation, string path)
    {
        foreach (var segment in path.Split('/'))
        {
            if (segment is ['{', .. var name, '}'] && operation.Parameters!.All(parameter => !string.Equals(parameter.Name, name, StringComparison.Ordinal)))
            {
                operation.Parameters!.Add(new OpenApiParameter
                {
                    Name = name,
                    In = ParameterLocation.Path,
                    Required = true,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                });
            }
        }
    }

    // "integer", "0 or 1" and "json, ndjson or sse" are the three forms the notes use.
    private static OpenApiSchema SchemaOf(string type)
    {
        if (type is "integer")
        {
            return new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64" };
        }

        var words = type.Split([", ", " or "], StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 1
            ? new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. words] }
            : new OpenApiSchema { Type = JsonSchemaType.String };
    }

    private static void Explain(OpenApiOperation operation, IEnumerable<string> codes)
    {
        operation.Responses ??= [];
        foreach (var status in codes.GroupBy(code => ErrorCatalog.Of(code).HttpStatus))
        {
            if (operation.Responses.TryGetValue(status.Key.ToString(), out var response))
            {
                response.Description = string.Join(", ", status.Select(code => $"`{code}`"));
            }
        }
    }
}
