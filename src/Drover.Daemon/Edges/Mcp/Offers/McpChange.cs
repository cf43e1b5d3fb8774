namespace Drover.Daemon.Edges.Mcp.Offers;

/// <summary>What has changed: a list, or one resource.</summary>
internal enum McpChange
{
    Tools,
    Prompts,
    Resources,
    Resource,
}

/// <summary>A change of what is offered; the uri says which resource, for <see cref="McpChange.Resource"/>.</summary>
internal readonly record struct McpChanged(McpChange What, string? Uri = null);
