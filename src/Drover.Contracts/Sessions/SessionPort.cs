using System.Text.Json;
using System.Text.Json.Serialization;

namespace Drover.Contracts.Sessions;

/// <summary>The port of a session, given to it as <c>PORT</c>: <c>"auto"</c>, or a number.</summary>
/// <param name="Number">The port, 1 to 65535; null for a free one that is chosen once and kept.</param>
[JsonConverter(typeof(Converter))]
public readonly record struct SessionPort(int? Number)
{
    /// <summary>A free one, chosen once.</summary>
    public static SessionPort Auto { get; } = new(null);

    internal sealed class Converter : JsonConverter<SessionPort>
    {
        public override SessionPort Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
        {
            JsonTokenType.String when reader.ValueTextEquals("auto"u8) => Auto,
            JsonTokenType.Number when reader.TryGetInt32(out var port) && port is > 0 and < 65536 => new SessionPort(port),
            _ => throw new JsonException("A port is \"auto\" or a number from 1 to 65535."),
        };

        public override void Write(Utf8JsonWriter writer, SessionPort value, JsonSerializerOptions options)
        {
            if (value.Number is { } port)
            {
                writer.WriteNumberValue(port);
            }
            else
            {
                writer.WriteStringValue("auto");
            }
        }
    }
}
