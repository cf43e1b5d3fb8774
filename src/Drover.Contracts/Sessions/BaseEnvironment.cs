using System.Text.Json;
using System.Text.Json.Serialization;

namespace Drover.Contracts.Sessions;

/// <summary>The environment a session starts from: <c>"daemon"</c>, <c>"none"</c>, or an object with the variables themselves.</summary>
[JsonConverter(typeof(Converter))]
public sealed record BaseEnvironment
{
    private BaseEnvironment(string? name, IReadOnlyDictionary<string, string>? variables) => (Name, Variables) = (name, variables);

    /// <summary>The daemon's own environment.</summary>
    public static BaseEnvironment Daemon { get; } = new("daemon", null);

    /// <summary>An empty environment.</summary>
    public static BaseEnvironment None { get; } = new("none", null);

    /// <summary><c>daemon</c>, <c>none</c>, or null when <see cref="Variables"/> is given.</summary>
    public string? Name { get; }

    /// <summary>The variables, when they were given one by one.</summary>
    public IReadOnlyDictionary<string, string>? Variables { get; }

    /// <summary>Exactly these variables, e.g. the environment of the shell that called.</summary>
    /// <param name="variables">Names and values.</param>
    /// <returns>The environment.</returns>
    public static BaseEnvironment Of(IReadOnlyDictionary<string, string> variables) => new(null, variables);

    internal sealed class Converter : JsonConverter<BaseEnvironment>
    {
        public override BaseEnvironment Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                return reader.GetString() switch
                {
                    "daemon" => Daemon,
                    "none" => None,
                    _ => throw new JsonException("base_env is \"daemon\", \"none\" or an object of variables."),
                };
            }

            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw new JsonException("base_env is \"daemon\", \"none\" or an object of variables.");
            }

            var variables = new Dictionary<string, string>(StringComparer.Ordinal);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                variables[name] = reader.TokenType == JsonTokenType.String
                    ? reader.GetString()!
                    : throw new JsonException("A variable in base_env is not a string.");
            }

            return Of(variables);
        }

        public override void Write(Utf8JsonWriter writer, BaseEnvironment value, JsonSerializerOptions options)
        {
            if (value.Variables is null)
            {
                writer.WriteStringValue(value.Name);
                return;
            }

            writer.WriteStartObject();
            foreach (var (name, text) in value.Variables)
            {
                writer.WriteString(name, text);
            }

            writer.WriteEndObject();
        }
    }
}
