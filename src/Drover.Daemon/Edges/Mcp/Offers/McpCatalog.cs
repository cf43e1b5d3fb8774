namespace Drover.Daemon.Edges.Mcp.Offers;

/// <summary>Everything the features offer, in the order in which they were registered: lists are the prefix of every prompt of every agent, and caches go by it.</summary>
internal sealed class McpCatalog
{
    private readonly Dictionary<string, McpTool> _tools;

    public McpCatalog(IEnumerable<McpTool> tools, IEnumerable<McpPrompt> prompts, IEnumerable<McpResources> resources)
    {
        (Tools, Prompts, Resources) = ([.. tools], [.. prompts], [.. resources]);
        _tools = Tools.ToDictionary(tool => tool.Name, StringComparer.Ordinal);
        Toolsets = [.. Tools.Select(tool => tool.Listing.Toolset).Concat(Resources.Select(family => family.Toolset)).Concat(Prompts.Select(prompt => prompt.Toolset)).Distinct(StringComparer.Ordinal)];
    }

    public IReadOnlyList<McpTool> Tools { get; }

    public IReadOnlyList<McpPrompt> Prompts { get; }

    public IReadOnlyList<McpResources> Resources { get; }

    /// <summary>Every toolset that has something in it.</summary>
    public IReadOnlyList<string> Toolsets { get; }

    public McpTool? Tool(string name) => _tools.GetValueOrDefault(name);

    public McpPrompt? Prompt(string name) => Prompts.FirstOrDefault(prompt => string.Equals(prompt.Definition.Name, name, StringComparison.Ordinal));
}
