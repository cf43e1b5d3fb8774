using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Drover.Contracts.Errors;

namespace Drover.Daemon.Edges.Http;

/// <summary>Says in an error what a <see cref="JsonException"/> means for the caller.</summary>
internal static class JsonFailures
{
    // The serializer tells these two apart from a wrong type in its message only (System.Private.CoreLib resources are not localised here).
    private const string Unmapped = "could not be mapped to any .NET member";
    private const string Duplicate = "Duplicate property";
    private const string MissingRequired = "missing required properties";

    /// <param name="exception">What the serializer says.</param>
    /// <param name="root">Type that was read.</param>
    /// <param name="what">What was read, at the head of a sentence.</param>
    public static Error From(JsonException exception, JsonTypeInfo root, string what = "The body")
    {
        var path = exception.Path ?? "$";
        // The reader's own exception is a hidden subclass; the serializer wraps it, a bare read does not.
        if (exception.InnerException is JsonException || exception.GetType() != typeof(JsonException))
        {
            return new Error(
                ErrorCodes.RequestInvalidJson,
                $"{what} is not JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}, at {path}.",
                Place(path));
        }

        if (exception.Message.Contains(Unmapped, StringComparison.Ordinal))
        {
            var known = KnownFields(root, path);
            return new Error(
                ErrorCodes.RequestUnknownField,
                known is null ? $"Unknown field {path}." : $"Unknown field {path}. Known here: {known}.",
                Place(path));
        }

        if (exception.Message.Contains(Duplicate, StringComparison.Ordinal))
        {
            // 'command' encountered during deserialization of type 'Drover.Contracts.Sessions.SessionSpec'.
            var name = exception.Message.Split('\'') is [_, var quoted, ..] ? quoted : path;
            return new Error(ErrorCodes.RequestInvalidJson, $"The field \"{name}\" stands twice{Line(exception)}.", Place(name));
        }

        if (exception.Message.Contains(MissingRequired, StringComparison.Ordinal))
        {
            var names = exception.Message[(exception.Message.IndexOf(':', StringComparison.Ordinal) + 1)..].Split(". Path:")[0].Trim(' ', '.');
            return new Error(ErrorCodes.RequestMissingField, $"{what} lacks {names.Replace('\'', '"')}.", Place(names.Trim('\'')));
        }

        var words = Words(root, path);
        return new Error(
            ErrorCodes.RequestInvalidValue,
            words is null ? $"{path} has a value of the wrong type or an unknown word{Line(exception)}." : $"{path} is one of {words}{Line(exception)}.",
            Place(path));
    }

    private static string Line(JsonException exception) => exception.LineNumber is { } line ? $" (line {line + 1})" : "";

    private static Dictionary<string, string> Place(string path) =>
        new(StringComparer.Ordinal) { ["field"] = path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : path };

    // $.restart.policy, from the type of the body down to an enum; null where something else stands.
    private static string? Words(JsonTypeInfo root, string path)
    {
        var type = root;
        foreach (var name in path.Split('.').Skip(1))
        {
            if (type.Kind != JsonTypeInfoKind.Object || type.Properties.FirstOrDefault(property => string.Equals(property.Name, name, StringComparison.Ordinal)) is not { } property)
            {
                return null;
            }

            type = root.Options.GetTypeInfo(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType);
        }

        return type.Type.IsEnum
            ? string.Join(", ", Enum.GetValues(type.Type).Cast<object>().Select(value => JsonSerializer.Serialize(value, type)))
            : null;
    }

    // What the daemon itself writes into a record is refused from others, or ignored: nobody is to be led to it.
    private static bool IsForCallers(JsonPropertyInfo property) => property.AttributeProvider?.IsDefined(typeof(BrowsableAttribute), inherit: false) is not true;

    // Only the top level is worth listing: below it the path itself says enough.
    private static string? KnownFields(JsonTypeInfo root, string path) =>
        path.LastIndexOf('.') == 1 && root.Kind == JsonTypeInfoKind.Object
            ? string.Join(", ", root.Properties.Where(IsForCallers).Select(property => property.Name))
            : null;
}
