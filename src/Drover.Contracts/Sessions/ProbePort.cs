using System.Text.Json;
using System.Text.Json.Serialization;

namespace Drover.Contracts.Sessions;

/// <summary>The port of a probe: a number, or <c>true</c> for the session's own port.</summary>
/// <param name="Number">The port, or null for the session's own.</param>
[JsonConverter(typeof(Converter))]
public readonly record struct ProbePort(int? Number)
{
    internal sealed class Converter : JsonConverter<ProbePort>
    {
        public override ProbePort Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
        {
            JsonTokenType.True => new ProbePort(null),
            JsonTokenType.Number when reader.TryGetInt32(out var port) && port is > 0 and < 65536 => new ProbePort(port),
            _ => throw new JsonException("A probe's port is a number from 1 to 65535, or true."),
        };

        public override void Write(Utf8JsonWriter writer, ProbePort value, JsonSerializerOptions options)
        {
            if (value.Number is { } port)
            {
                writer.WriteNumberValue(port);
            }
            else
            {
                writer.WriteBooleanValue(true);
            }
        }
    }
}
