using Drover.Contracts.Errors;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Drover.Daemon.Edges.Mcp.Offers;

/// <summary>A prompt that people pick in their client. Registered as <c>services.AddSingleton&lt;McpPrompt, …&gt;()</c>.</summary>
internal abstract class McpPrompt(string toolset, Prompt definition)
{
    public string Toolset => toolset;

    public Prompt Definition => definition;

    public abstract ValueTask<Result<GetPromptResult>> GetAsync(RequestContext<GetPromptRequestParams> request, CancellationToken ends);

    /// <summary>Values an argument may have, best first; the edge cuts the list.</summary>
    /// <param name="argument">The argument's name.</param>
    /// <param name="typed">What is there of it.</param>
    /// <param name="ends">The request's token.</param>
    public virtual ValueTask<IReadOnlyList<string>> CompleteAsync(string argument, string typed, CancellationToken ends) => ValueTask.FromResult<IReadOnlyList<string>>([]);

    protected static string? Argument(RequestContext<GetPromptRequestParams> request, string name) =>
        request.Params.Arguments?.TryGetValue(name, out var value) is true ? value.ToString() : null;
}
