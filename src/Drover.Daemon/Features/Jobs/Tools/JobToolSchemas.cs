using System.Text;
using Drover.Daemon.Edges.Mcp.Offers;

namespace Drover.Daemon.Features.Jobs.Tools;

/// <summary>Listings of job tools. Every byte of a schema is paid for by every agent on every turn: what a name says is not described.</summary>
internal static class JobToolSchemas
{
    public const string Toolset = "jobs";

    public const string Job = "\"job_id\":{\"type\":\"string\"}";

    public const string Answer =
        """
        "job_id":{"type":"string"},"state":{"type":"string"},"exit_code":{"type":"integer"},"reason":{"type":"string"},"message":{"type":"string"},"duration_ms":{"type":"integer"},"ports":{"type":"object"},"output":{"type":"string"},"rest":{"type":"string"},"next_seq":{"type":"integer"},"next":{"type":"string"}
        """;

    public static ToolListing Of(string name, ToolEffect effect, string description, string arguments, string answer, string required = "") =>
        new(name, Toolset, effect, description, Schema(arguments, required), Schema(answer, ""));

    private static byte[] Schema(string properties, string required) => Encoding.UTF8.GetBytes(
        "{\"type\":\"object\",\"properties\":{" + properties + "}" + (required.Length == 0 ? "" : $",\"required\":[\"{required}\"]") + "}");
}
