namespace Drover.Daemon.Edges.Mcp.Offers;

/// <summary>Which part of the offers somebody sees. The configuration's is the upper bound; a request can only take away from it.</summary>
/// <param name="Toolsets">Names of toolsets; null for all.</param>
/// <param name="ReadOnly">Only tools that change nothing.</param>
internal sealed record McpScope(IReadOnlySet<string>? Toolsets, bool ReadOnly)
{
    public static McpScope Everything { get; } = new(null, ReadOnly: false);

    public bool Has(string toolset) => Toolsets is null || Toolsets.Contains(toolset);

    public bool Has(McpTool tool) => Has(tool.Listing.Toolset) && (!ReadOnly || tool.Listing.Effect == ToolEffect.Reads);

    /// <param name="wanted">Toolsets to keep; null to keep all.</param>
    /// <param name="readOnly">Whether to keep only what reads.</param>
    public McpScope Narrowed(IReadOnlyCollection<string>? wanted, bool readOnly) =>
        new(wanted is null ? Toolsets : wanted.Where(Has).ToHashSet(StringComparer.Ordinal), ReadOnly || readOnly);
}
