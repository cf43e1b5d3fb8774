using System.Text;

namespace Drover.Cli.Commands.Mcp.Relay;

/// <summary>The headers of MCP's HTTP transport, which clients on stdio do not have.</summary>
internal static class RelayHeaders
{
    internal const string Session = "Mcp-Session-Id";

    private const string Revision = "MCP-Protocol-Version";
    private const string Method = "Mcp-Method";
    private const string Name = "Mcp-Name";
    private const string Encoded = "=?base64?";

    /// <summary>Of a message that says its revision itself: the same again, for proxies.</summary>
    internal static IReadOnlyList<KeyValuePair<string, string>> Of(Envelope message)
    {
        var headers = new List<KeyValuePair<string, string>> { new(Revision, Text(message.Revision!)), new(Method, Text(message.Method ?? "")) };
        if (message is { Method: "tools/call" or "prompts/get" or "resources/read", Name: { } name })
        {
            headers.Add(new(Name, Text(name)));
        }

        return headers;
    }

    /// <summary>Of a message within a session.</summary>
    internal static IReadOnlyList<KeyValuePair<string, string>> Of(string session, string? revision) =>
        revision is null ? [new(Session, session)] : [new(Session, session), new(Revision, Text(revision))];

    // What does not fit into a header goes encoded, as the transport says.
    private static string Text(string value) =>
        value.Length > 0 && value.All(character => character is > ' ' and < '\x7f') && !value.StartsWith(Encoded, StringComparison.Ordinal)
            ? value
            : $"{Encoded}{Convert.ToBase64String(Encoding.UTF8.GetBytes(value))}?=";
}
