using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Drover.Contracts.Sessions;

/// <summary>One session that another one depends on.</summary>
/// <param name="Session">Label or id.</param>
/// <param name="Condition">What must be true of it.</param>
public sealed record Dependency(string Session, DependencyCondition Condition = DependencyCondition.Ready)
{
    /// <summary>A session that must be ready.</summary>
    /// <param name="session">Label or id.</param>
    public static implicit operator Dependency(string session) => FromString(session);

    /// <summary>A session that must be ready.</summary>
    /// <param name="session">Label or id.</param>
    /// <returns>The dependency.</returns>
    public static Dependency FromString(string session) => new(session);
}

/// <summary>What a session depends on: on the wire a list of labels or ids, which must be ready, or an object <c>{"db":"ready","migrate":"exited_ok"}</c>.</summary>
[JsonConverter(typeof(Converter))]
[CollectionBuilder(typeof(DependencyList), nameof(Create))]
public sealed class DependencyList : IReadOnlyList<Dependency>
{
    // In the order of the enumeration.
    private static readonly string[] Words = ["started", "ready", "exited", "exited_ok"];

    private readonly Dependency[] _items;

    private DependencyList(Dependency[] items) => _items = items;

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <inheritdoc/>
    public Dependency this[int index] => _items[index];

    /// <summary>A list of these, in this order.</summary>
    /// <param name="items">The dependencies.</param>
    /// <returns>The list.</returns>
    public static DependencyList Create(ReadOnlySpan<Dependency> items) => new(items.ToArray());

    /// <inheritdoc/>
    public IEnumerator<Dependency> GetEnumerator() => ((IEnumerable<Dependency>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Write(Utf8JsonWriter json)
    {
        if (_items.All(item => item.Condition == DependencyCondition.Ready))
        {
            json.WriteStartArray();
            foreach (var item in _items)
            {
                json.WriteStringValue(item.Session);
            }

            json.WriteEndArray();
            return;
        }

        json.WriteStartObject();
        foreach (var item in _items)
        {
            json.WriteString(item.Session, Words[(int)item.Condition]);
        }

        json.WriteEndObject();
    }

    internal sealed class Converter : JsonConverter<DependencyList>
    {
        public override DependencyList Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var items = new List<Dependency>();
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray:
                    while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    {
                        items.Add(reader.TokenType == JsonTokenType.String ? new Dependency(reader.GetString()!) : throw Wrong());
                    }

                    break;
                case JsonTokenType.StartObject:
                    while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                    {
                        var session = reader.GetString()!;
                        reader.Read();
                        var word = reader.TokenType == JsonTokenType.String ? Array.IndexOf(Words, reader.GetString()) : -1;
                        items.Add(word >= 0 ? new Dependency(session, (DependencyCondition)word) : throw Wrong());
                    }

                    break;
                default:
                    throw Wrong();
            }

            return new DependencyList([.. items]);
        }

        public override void Write(Utf8JsonWriter writer, DependencyList value, JsonSerializerOptions options) => value.Write(writer);

        private static JsonException Wrong() => new("depends_on is a list of sessions, or an object of sessions and one of started, ready, exited, exited_ok each.");
    }
}
