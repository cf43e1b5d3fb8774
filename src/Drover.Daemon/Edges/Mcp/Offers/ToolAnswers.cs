using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Drover.Contracts.Errors;
using Drover.Daemon.Edges.Http;
using ModelContextProtocol.Protocol;

namespace Drover.Daemon.Edges.Mcp.Offers;

/// <summary>The two forms an answer of a tool has.</summary>
internal static class ToolAnswers
{
    /// <summary>Where programs find code and details of a failure; models read the text.</summary>
    public const string ErrorKey = "drover/error";

    /// <summary>The structured answer, and as text the same, for clients that know nothing else.</summary>
    public static CallToolResult Succeeded<T>(T output, JsonTypeInfo<T> type, string? text)
    {
        var utf8 = new ArrayBufferWriter<byte>();
        JsonWriting.Write(utf8, output, type);
        var reader = new Utf8JsonReader(utf8.WrittenSpan);
        return new CallToolResult
        {
            StructuredContent = JsonElement.ParseValue(ref reader),
            Content = [new TextContentBlock { Text = text ?? Encoding.UTF8.GetString(utf8.WrittenSpan) }],
        };
    }

    /// <summary>For the model, not the protocol: it reads what is wrong and what to do, and tries again.</summary>
    /// <param name="error">What went wrong.</param>
    /// <param name="next">What to do about it; null when the message says all.</param>
    public static CallToolResult Failed(Error error, string? next)
    {
        var details = new JsonObject();
        var text = new StringBuilder($"{error.Code}: {error.Message}");
        foreach (var (name, value) in error.Details ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            details[name] = value;
        }

        if (next is not null)
        {
            text.Append('\n').Append(next);
        }

        if (details.Count > 0)
        {
            text.Append("\ndetails: ").Append(string.Join(", ", error.Details!.Select(detail => $"{detail.Key}={detail.Value}")));
        }

        return new CallToolResult
        {
            IsError = true,
            Content = [new TextContentBlock { Text = text.ToString() }],
            Meta = new JsonObject { [ErrorKey] = new JsonObject { ["code"] = error.Code, ["details"] = details } },
        };
    }
}
