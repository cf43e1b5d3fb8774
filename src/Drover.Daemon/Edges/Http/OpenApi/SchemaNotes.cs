using Drover.Contracts.Sessions;
using Microsoft.OpenApi;

namespace Drover.Daemon.Edges.Http.OpenApi;

/// <summary>Schemas of the records with a converter of their own, which reflection cannot see through.</summary>
internal static class SchemaNotes
{
    public static void Apply(OpenApiSchema schema, Type type)
    {
        if (type == typeof(BaseEnvironment))
        {
            schema.OneOf =
            [
                new OpenApiSchema { Type = JsonSchemaType.String, Enum = ["daemon", "none"] },
                new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String } },
            ];
        }
        else if (type == typeof(SessionPort))
        {
            schema.OneOf =
            [
                new OpenApiSchema { Type = JsonSchemaType.String, Enum = ["auto"] },
                new OpenApiSchema { Type = JsonSchemaType.Integer },
            ];
        }
        else if (type == typeof(DependencyList))
        {
            schema.OneOf =
            [
                new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
                new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String, Enum = ["started", "ready", "exited", "exited_ok"] },
                },
            ];
        }
        else if (type == typeof(ProbePort))
        {
            schema.OneOf =
            [
                new OpenApiSchema { Type = JsonSchemaType.Integer },
                new OpenApiSchema { Type = JsonSchemaType.Boolean },
            ];
        }
    }
}
