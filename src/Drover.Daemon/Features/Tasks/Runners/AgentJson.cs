using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Drover.Daemon.Features.Tasks.Runners;

/// <summary>Reads what agents print without trusting its shape, and writes what they read: one object a line.</summary>
internal static class AgentJson
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Tool results nest deeper than the default of 64 now and then.
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 256 };

    /// <summary>The object of a line; null when it is none (some builds print plain lines in between).</summary>
    public static JsonDocument? Read(string line)
    {
        if (!line.AsSpan().TrimStart().StartsWith("{"))
        {
            return null;
        }

        try
        {
            var json = JsonDocument.Parse(line, Deep);
            if (json.RootElement.ValueKind == JsonValueKind.Object)
            {
                return json;
            }

            json.Dispose();
            return null;
        }
        catch (JsonException)
        {
            // Cut short or broken: the line stays in the log as it is.
            return null;
        }
    }

    public static JsonElement? Child(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var child) && child.ValueKind != JsonValueKind.Null ? child : null;

    public static string? Text(this JsonElement element, string name) => element.Child(name) is { ValueKind: JsonValueKind.String } child ? child.Whole() : null;

    public static long Number(this JsonElement element, string name) =>
        element.Child(name) is { ValueKind: JsonValueKind.Number } child && child.TryGetDouble(out var number) && Math.Abs(number) < 1e15 ? (long)number : 0;

    public static double? Real(this JsonElement element, string name) =>
        element.Child(name) is { ValueKind: JsonValueKind.Number } child && child.TryGetDouble(out var number) && double.IsFinite(number) ? number : null;

    public static bool Flag(this JsonElement element, string name) => element.Child(name) is { ValueKind: JsonValueKind.True };

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Child(name) is { ValueKind: JsonValueKind.Array } child ? child.EnumerateArray() : [];

    /// <summary>A string as it is; anything else as its JSON. Half a surrogate pair, which no text can hold, leaves it in its escapes.</summary>
    public static string Whole(this JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            return element.GetRawText();
        }

        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return element.GetRawText()[1..^1];
        }
    }

    /// <summary>A value for an event's metadata: itself when it is small, the beginning of its text otherwise.</summary>
    public static JsonNode? Bounded(this JsonElement? element) => element switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => EventText.Bounded(text.Whole(), EventText.MostInMetadata),
        { } value when value.GetRawText() is var raw && raw.Length > EventText.MostInMetadata => EventText.Bounded(raw, EventText.MostInMetadata),
        { } value => Node(value),
    };

    /// <summary>The line that <paramref name="write"/> makes, with its newline.</summary>
    public static byte[] Line(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static JsonNode? Node(JsonElement value)
    {
        try
        {
            return JsonNode.Parse(value.GetRawText());
        }
        catch (ArgumentException)
        {
            // A name that stands twice, which a node cannot hold.
            return value.GetRawText();
        }
    }
}
