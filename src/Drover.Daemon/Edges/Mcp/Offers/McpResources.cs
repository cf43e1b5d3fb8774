using Drover.Contracts.Errors;
using ModelContextProtocol.Protocol;

namespace Drover.Daemon.Edges.Mcp.Offers;

/// <summary>
/// A family of resources: those that are listed, templates for those that are too many, and how to read both. Registered as
/// <c>services.AddSingleton&lt;McpResources, …&gt;()</c>. Changes are told to <see cref="McpChanges"/>.
/// </summary>
internal abstract class McpResources(string toolset)
{
    public string Toolset => toolset;

    public virtual IReadOnlyList<ResourceTemplate> Templates => [];

    public virtual ValueTask<IReadOnlyList<Resource>> ListAsync(CancellationToken ends) => ValueTask.FromResult<IReadOnlyList<Resource>>([]);

    /// <summary>Whether a URI is one of this family, there or not.</summary>
    public abstract bool Owns(string uri);

    /// <returns>The contents; an error that the catalogue answers with 404 becomes the protocol's own "no such resource".</returns>
    public abstract ValueTask<Result<IList<ResourceContents>>> ReadAsync(string uri, McpCaller caller, CancellationToken ends);

    /// <summary>The URI under which changes of a resource are told to <see cref="McpChanges"/>, however a subscriber writes it.</summary>
    /// <returns>An error when there is nothing to be told of.</returns>
    public virtual Result<string> UriOfChanges(string uri) => uri;

    /// <summary>Values a template's variable may have, best first; the edge cuts the list.</summary>
    /// <param name="template">The template.</param>
    /// <param name="variable">The variable's name.</param>
    /// <param name="typed">What is there of it.</param>
    /// <param name="ends">The request's token.</param>
    public virtual ValueTask<IReadOnlyList<string>> CompleteAsync(string template, string variable, string typed, CancellationToken ends) =>
        ValueTask.FromResult<IReadOnlyList<string>>([]);
}
