using System.Globalization;
using Drover.Contracts.Errors;

namespace Drover.Daemon.Projects.Files;

/// <summary>Reads the entries of one mapping. What has the wrong type is told and read as absent; what nobody knows is told.</summary>
/// <param name="map">The mapping.</param>
/// <param name="prefix">Path of the mapping within its process, with a dot at its end, for the places.</param>
/// <param name="places">Takes the place of each value.</param>
/// <param name="problems">Takes what is wrong.</param>
internal sealed class MapReader(YamlMap map, string prefix, Dictionary<string, Place> places, ProjectProblems problems)
{
    public YamlMap Map => map;

    public ProjectProblems Problems => problems;

    /// <summary>Tells keys that are not known.</summary>
    public MapReader Knows(IReadOnlyList<string> keys)
    {
        foreach (var entry in Unknown(keys))
        {
            problems.Unknown(entry.Key, ErrorCodes.ProjectUnknownKey, "unknown key", keys);
        }

        return this;
    }

    public bool HasUnknown(IReadOnlyList<string> keys) => Unknown(keys).Any();

    private IEnumerable<YamlEntry> Unknown(IReadOnlyList<string> keys) => map.Entries.Where(entry => !keys.Contains(entry.Key.Text, StringComparer.Ordinal));

    public YamlValue? Value(string key)
    {
        if (map.Entries.FirstOrDefault(entry => entry.Key.Text == key) is not { } entry)
        {
            return null;
        }

        places[prefix + key] = entry.Value.At;
        return entry.Value;
    }

    public YamlText? Scalar(string key, string expected = "a text") => Value(key) switch
    {
        null => null,
        YamlText { IsEmpty: false } text => text,
        var other => Wrong<YamlText>(key, other, expected),
    };

    public string? Text(string key) => Scalar(key)?.Text;

    public int? Number(string key) => (int?)Long(key, int.MaxValue);

    public long? Long(string key, long most = long.MaxValue)
    {
        if (Scalar(key, "a whole number") is not { } text)
        {
            return null;
        }

        if (long.TryParse(text.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most)
        {
            return number;
        }

        Wrong<YamlText>(key, text, "a whole number");
        return null;
    }

    public bool? Flag(string key)
    {
        switch (Scalar(key, "true or false"))
        {
            case null:
                return null;
            case { IsPlain: true, Text: "true" }:
                return true;
            case { IsPlain: true, Text: "false" }:
                return false;
            case var other:
                Wrong<YamlText>(key, other, "true or false");
                return null;
        }
    }

    public T? Word<T>(string key, YamlText? text, IReadOnlyDictionary<string, T> words)
        where T : struct
    {
        if (text is null)
        {
            return null;
        }

        if (words.TryGetValue(text.Text, out var value))
        {
            return value;
        }

        problems.Unknown(text, ErrorCodes.ProjectFileInvalid, $"{key} is one of {string.Join(", ", words.Keys)}, not", words.Keys);
        return null;
    }

    /// <summary>A list of texts; where <paramref name="orOne"/> says so, a single text is a list of one.</summary>
    public IReadOnlyList<YamlText>? Scalars(string key, bool orOne = false)
    {
        switch (Value(key))
        {
            case null:
                return null;
            case YamlText { IsEmpty: false } one when orOne:
                return [one];
            case YamlList list:
                return [.. list.Items.Select((item, index) => Item(key, item, index)).OfType<YamlText>()];
            case var other:
                return Wrong<IReadOnlyList<YamlText>>(key, other, orOne ? "a text or a list of texts" : "a list of texts");
        }
    }

    public IReadOnlyList<string>? Texts(string key, bool orOne = false) => Scalars(key, orOne) is { } list ? [.. list.Select(item => item.Text)] : null;

    public MapReader? Inner(string key) => Value(key) switch
    {
        null => null,
        YamlMap inner => new MapReader(inner, $"{prefix}{key}.", places, problems),
        var other => Wrong<MapReader>(key, other, "a mapping"),
    };

    /// <summary>Names and values of variables; numbers and words are taken as they are written.</summary>
    public IReadOnlyDictionary<string, YamlText>? Variables(string key)
    {
        if (Inner(key) is not { } inner)
        {
            return null;
        }

        var variables = new Dictionary<string, YamlText>(StringComparer.Ordinal);
        foreach (var (name, value) in inner.Map.Entries.Select(entry => (entry.Key.Text, entry.Value)))
        {
            places[$"{prefix}{key}.{name}"] = value.At;
            if (value is YamlText text)
            {
                variables[name] = text.IsEmpty ? text with { Text = "" } : text;
            }
            else
            {
                Wrong<YamlText>($"{key}.{name}", value, "a text");
            }
        }

        return variables;
    }

    public T? Wrong<T>(string key, YamlValue value, string expected)
        where T : class
    {
        problems.Add(value.At, ErrorCodes.ProjectFileInvalid, $"{key} is {expected}, not {(value is YamlText { IsEmpty: false } text ? $"\"{text.Text}\"" : value.Kind)}");
        return null;
    }

    private YamlText? Item(string key, YamlValue item, int index)
    {
        places[$"{prefix}{key}.{index}"] = item.At;
        return item as YamlText ?? Wrong<YamlText>(key, item, "a list of texts");
    }
}
