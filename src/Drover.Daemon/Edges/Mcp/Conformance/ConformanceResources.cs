using Drover.Contracts.Errors;
using Drover.Daemon.Edges.Mcp.Offers;
using ModelContextProtocol.Protocol;

namespace Drover.Daemon.Edges.Mcp.Conformance;

/// <summary>The fixture resources.</summary>
internal sealed class ConformanceResources() : McpResources(ConformanceFixtures.Toolset)
{
    private const string Text = "test://static-text";
    private const string Binary = "test://static-binary";
    private const string Watched = "test://watched-resource";
    private const string BeforeId = "test://template/";
    private const string AfterId = "/data";

    public override IReadOnlyList<ResourceTemplate> Templates { get; } =
        [new() { UriTemplate = "test://template/{id}/data", Name = "template", Description = "A template.", MimeType = "application/json" }];

    public override ValueTask<IReadOnlyList<Resource>> ListAsync(CancellationToken ends) => ValueTask.FromResult<IReadOnlyList<Resource>>(
    [
        new Resource { Uri = Text, Name = "static-text", Description = "A text.", MimeType = "text/plain" },
        new Resource { Uri = Binary, Name = "static-binary", Description = "An image.", MimeType = "image/png" },
        new Resource { Uri = Watched, Name = "watched", Description = "One to subscribe to.", MimeType = "text/plain" },
    ]);

    public override bool Owns(string uri) => uri is Text or Binary or Watched || IdOf(uri) is not null;

    public override ValueTask<Result<IList<ResourceContents>>> ReadAsync(string uri, McpCaller caller, CancellationToken ends)
    {
        ResourceContents contents = uri switch
        {
            Binary => BlobResourceContents.FromBytes(Blocks.Png, uri, "image/png"),
            _ when IdOf(uri) is { } id => new TextResourceContents { Uri = uri, MimeType = "application/json", Text = $$"""{"id":"{{id}}","templateTest":true,"data":"Data for ID: {{id}}"}""" },
            _ => new TextResourceContents { Uri = uri, MimeType = "text/plain", Text = "This is the content of the static text resource." },
        };
        return ValueTask.FromResult<Result<IList<ResourceContents>>>(new List<ResourceContents> { contents });
    }

    private static string? IdOf(string uri) => uri.StartsWith(BeforeId, StringComparison.Ordinal) && uri.EndsWith(AfterId, StringComparison.Ordinal) && uri.Length > BeforeId.Length + AfterId.Length
        ? uri[BeforeId.Length..^AfterId.Length]
        : null;
}
