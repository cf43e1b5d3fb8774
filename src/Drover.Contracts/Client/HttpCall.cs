namespace Drover.Contracts.Client;

/// <summary>One call: verb, path with query, and what to send.</summary>
internal readonly record struct HttpCall(string Method, string Path)
{
    internal ReadOnlyMemory<byte> Body { get; init; }

    internal string? ContentType { get; init; }

    internal string Accept { get; init; } = "application/json";

    /// <summary>Whether the connection is to become a web socket.</summary>
    internal bool IsUpgrade { get; init; }

    /// <summary>Further headers; names and values as they go on the wire.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
}
