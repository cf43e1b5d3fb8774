namespace Drover.Daemon.Edges.Mcp.Http;

/// <summary>Headers of MCP's HTTP transport.</summary>
internal static class McpHeaders
{
    public const string Revision = "MCP-Protocol-Version";
    public const string Session = "Mcp-Session-Id";
    public const string Method = "Mcp-Method";
    public const string Name = "Mcp-Name";
    public const string ParameterPrefix = "Mcp-Param-";
}
