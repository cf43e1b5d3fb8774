using System.Text.Json.Nodes;

namespace Drover.Cli.Commands.Mcp.Clients;

/// <summary>How a client starts Drover's MCP server.</summary>
/// <param name="Command">Absolute path of the program.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Environment">Variables the client must set; empty for none.</param>
internal sealed record ServerEntry(string Command, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>The entry under which clients know Drover.</summary>
    internal const string Name = "drover";

    /// <summary>The one variable that is ours.</summary>
    internal const string HomeVariable = "DROVER_HOME";

    /// <summary>The form all JSON clients share; some want the kind of transport said.</summary>
    internal JsonObject ToJson(bool withType)
    {
        var entry = new JsonObject();
        if (withType)
        {
            entry["type"] = "stdio";
        }

        entry["command"] = Command;
        entry["args"] = new JsonArray([.. Arguments.Select(argument => (JsonNode)argument)]);
        if (Environment.Count > 0)
        {
            entry["env"] = new JsonObject(Environment.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        }

        return entry;
    }
}
