using System.Text;
using Drover.Daemon.Edges.Mcp.Offers;

namespace Drover.Daemon.Projects.Tools;

/// <summary>Listings of the project tools.</summary>
internal static class ProjectToolSchemas
{
    private const string Toolset = "projects";

    private const string Answer =
        """
        {"type":"object","properties":{"project":{"type":"string"},"state":{"type":"string"},"file":{"type":"string"},"problem":{"type":"string"},"processes":{"type":"array","items":{"type":"object"}},"next":{"type":"string"}}}
        """;

    public static ToolListing Of(string name, ToolEffect effect, string description, string arguments, string required = "") => new(
        name,
        Toolset,
        effect,
        description,
        Encoding.UTF8.GetBytes("{\"type\":\"object\",\"properties\":{" + arguments + "}" + (required.Length == 0 ? "" : $",\"required\":[\"{required}\"]") + "}"),
        Encoding.UTF8.GetBytes(Answer));
}
