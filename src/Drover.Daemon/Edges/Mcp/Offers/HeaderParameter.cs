using System.Text.Json;

namespace Drover.Daemon.Edges.Mcp.Offers;

/// <summary>An argument whose schema says <c>x-mcp-header</c>: clients repeat it in a header, for proxies to go by.</summary>
/// <param name="Argument">Its name.</param>
/// <param name="Suffix">The header's name behind <c>Mcp-Param-</c>.</param>
internal sealed record HeaderParameter(string Argument, string Suffix)
{
    private const string Keyword = "x-mcp-header";

    public static IReadOnlyList<HeaderParameter> Of(JsonElement schema)
    {
        var found = new List<HeaderParameter>();
        if (schema.TryGetProperty("properties", out var properties))
        {
            foreach (var property in properties.EnumerateObject())
            {
                if (property.Value.ValueKind == JsonValueKind.Object && property.Value.TryGetProperty(Keyword, out var suffix))
                {
                    found.Add(new HeaderParameter(property.Name, suffix.GetString()!));
                }
            }
        }

        return found;
    }
}
