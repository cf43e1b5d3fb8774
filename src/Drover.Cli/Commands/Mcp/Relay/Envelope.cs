using System.Text.Json;

namespace Drover.Cli.Commands.Mcp.Relay;

/// <summary>What of a message the transport needs to know. Ids are kept as they are written: 1 and "1" are different.</summary>
internal sealed record Envelope
{
    private const string RevisionKey = "io.modelcontextprotocol/protocolVersion";

    /// <summary>Id of a request.</summary>
    internal string? Id { get; private init; }

    internal string? Method { get; private init; }

    /// <summary>Of the tool, prompt or resource.</summary>
    internal string? Name { get; private init; }

    /// <summary>Said in the message itself: by the revision without handshake.</summary>
    internal string? Revision { get; private init; }

    /// <summary>The request that is no longer wanted.</summary>
    internal string? CancelledId { get; private init; }

    /// <summary>The request that this answers.</summary>
    internal string? AnsweredId { get; private init; }

    /// <summary>Whether doing it twice is as good as once. Calling a tool is not.</summary>
    internal bool IsRepeatable => Method is not ("tools/call" or "subscriptions/listen");

    internal static Envelope Read(ReadOnlyMemory<byte> message)
    {
        try
        {
            using var json = JsonDocument.Parse(message);
            return json.RootElement.ValueKind == JsonValueKind.Object ? Read(json.RootElement) : new Envelope();
        }
        catch (JsonException)
        {
            // Not for the relay to judge: the daemon answers what it thinks of it.
            return new Envelope();
        }
    }

    private static Envelope Read(JsonElement root)
    {
        var method = Text(root, "method");
        var parameters = Member(root, "params");
        var id = Member(root, "id") is { ValueKind: JsonValueKind.String or JsonValueKind.Number } known ? known.GetRawText() : null;
        return new Envelope
        {
            Method = method,
            Id = method is null ? null : id,
            AnsweredId = method is null ? id : null,
            Name = Text(parameters, method is "tools/call" or "prompts/get" ? "name" : "uri"),
            Revision = Text(Member(parameters, "_meta"), RevisionKey),
            CancelledId = method is "notifications/cancelled" && Member(parameters, "requestId") is { ValueKind: not JsonValueKind.Undefined } cancelled ? cancelled.GetRawText() : null,
        };
    }

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    private static string? Text(JsonElement element, string name) => Member(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;
}
