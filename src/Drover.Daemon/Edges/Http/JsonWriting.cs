using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Drover.Daemon.Edges.Http;

/// <summary>
/// How JSON is written. Only what JSON itself demands is escaped: the answers are never put into HTML as they are (nosniff), and
/// <c>\u0022</c> or <c>\u003C</c> in every log line is hard on people and expensive for agents.
/// </summary>
internal static class JsonWriting
{
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static void Write<T>(IBufferWriter<byte> output, T value, JsonTypeInfo<T> type)
    {
        using var json = new Utf8JsonWriter(output, Options);
        JsonSerializer.Serialize(json, value, type);
    }
}
