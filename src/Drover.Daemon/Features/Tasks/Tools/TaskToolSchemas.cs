using System.Text;
using Drover.Daemon.Edges.Mcp.Offers;

namespace Drover.Daemon.Features.Tasks.Tools;

/// <summary>Listings of task tools. Every byte of a schema is paid for by every agent on every turn: what a name says is not described.</summary>
internal static class TaskToolSchemas
{
    public const string Toolset = "tasks";

    public const string Task = "\"task_id\":{\"type\":\"string\"}";

    public const string Answer =
        """
        "task_id":{"type":"string"},"state":{"type":"string"},"title":{"type":"string"},"runner":{"type":"string"},"reason":{"type":"string"},"branch":{"type":"string"},"changes":{"type":"string"},"attempts":{"type":"integer"},"asks":{"type":"array","items":{"type":"string"}},"checks":{"type":"array","items":{"type":"string"}},"siblings":{"type":"array","items":{"type":"string"}},"next":{"type":"string"}
        """;

    public static ToolListing Of(string name, ToolEffect effect, string description, string arguments, string answer, string required = "") =>
        new(name, Toolset, effect, description, Schema(arguments, required), Schema(answer, ""));

    private static byte[] Schema(string properties, string required) => Encoding.UTF8.GetBytes(
        "{\"type\":\"object\",\"properties\":{" + properties + "}" + (required.Length == 0 ? "" : $",\"required\":[\"{required.Replace(",", "\",\"", StringComparison.Ordinal)}\"]") + "}");
}
