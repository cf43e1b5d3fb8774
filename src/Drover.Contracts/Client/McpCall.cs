namespace Drover.Contracts.Client;

/// <summary>One request to the daemon's MCP endpoint, for programs that pass messages on.</summary>
/// <param name="Verb">POST for a message, GET for what a session says unasked, DELETE for its end.</param>
/// <param name="Query">What the endpoint's URL says, with its question mark; may be empty.</param>
public sealed record McpCall(string Verb, string Query)
{
    /// <summary>The message; empty except with POST.</summary>
    public ReadOnlyMemory<byte> Message { get; init; }

    /// <summary>The transport's headers. Names and values are ASCII without line ends.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    internal HttpCall ToHttp() => new(Verb, "/mcp" + Query)
    {
        Body = Message,
        ContentType = Message.IsEmpty ? null : "application/json",
        Accept = "application/json, text/event-stream",
        Headers = Headers,
    };
}
