using System.Text;
using Drover.Daemon.Edges.Mcp.Offers;

namespace Drover.Daemon.Features.Sessions.Tools;

/// <summary>Listings of session tools. Every byte of a schema is paid for by every agent on every turn: what a name says is not described.</summary>
internal static class ToolSchemas
{
    public const string Toolset = "sessions";

    public const string Wait =
        """
        "for":{"enum":["ready","exit","running","output","quiet"]},"pattern":{"type":"string","description":"regex, for output"},"timeout_ms":{"type":"integer","description":"default 45000"}
        """;

    public const string Lines = "\"lines\":{\"type\":\"integer\",\"description\":\"default 50\"}";

    public const string Times = "\"since_time\":{\"type\":\"string\",\"description\":\"ISO time or age like 10m\"},\"before_time\":{\"type\":\"string\"}";

    public const string MaxBytes = "\"max_bytes\":{\"type\":\"integer\",\"description\":\"default 7168\"}";

    public const string Outcome =
        """
        "verdict":{"type":"string"},"match":{"type":"string"},"output":{"type":"string"},"next_seq":{"type":"integer"},"next":{"type":"string"}
        """;

    private const string Which = "\"pid\":{\"type\":\"integer\",\"description\":\"of any run, past ones too\"},\"id\":{\"type\":\"string\"},\"label\":{\"type\":\"string\"}";

    /// <summary>What every answer about one process begins with. Described once, by <c>get_process_status</c>: the others name what they add.</summary>
    public const string Process =
        """
        "pid":{"type":["integer","null"]},"id":{"type":"string"},"label":{"type":["string","null"]},"status":{"type":"string"},"command":{"type":"string"},"working_directory":{"type":"string"},"start_time":{"type":["string","null"]},"exit_code":{"type":["integer","null"]},"reason":{"type":"string"},"note":{"type":"string"}
        """;

    /// <summary>A tool about one process: arguments that choose it, and what its answer adds to <see cref="Process"/>.</summary>
    public static ToolListing OfProcess(string name, ToolEffect effect, string description, string arguments = "", string answer = "", string required = "") =>
        Of(name, effect, description, Joined(Which, arguments), answer, required);

    public static ToolListing Starting(string name, string description, string arguments, string required) =>
        Of(name, ToolEffect.Changes, description, arguments, Outcome, required);

    public static ToolListing Of(string name, ToolEffect effect, string description, string arguments, string answer, string required = "") =>
        new(name, Toolset, effect, description, Schema(arguments, required), Schema(answer, ""));

    private static string Joined(string first, string more) => more.Length == 0 ? first : $"{first},{more}";

    private static byte[] Schema(string properties, string required) => Encoding.UTF8.GetBytes(
        "{\"type\":\"object\",\"properties\":{" + properties + "}" + (required.Length == 0 ? "" : $",\"required\":[\"{required}\"]") + "}");
}
