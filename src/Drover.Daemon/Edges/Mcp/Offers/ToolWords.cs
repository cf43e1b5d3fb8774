using System.Text.Json.Serialization.Metadata;
using Drover.Contracts.Errors;

namespace Drover.Daemon.Edges.Mcp.Offers;

/// <summary>
/// Failures in words of the call. What checks a request for everybody speaks of the fields of the HTTP API; an agent has never seen those, only the
/// tool's parameters.
/// </summary>
internal static class ToolWords
{
    private const string Field = "field";
    private const string TheBody = "The body ";

    private static readonly Dictionary<string, string> Parameters = new(StringComparer.Ordinal)
    {
        ["shell"] = "command",
        ["cwd"] = "working_directory",
        ["env"] = "environment",
        ["state"] = "status",
    };

    public static Error Of(Error error, JsonTypeInfo input)
    {
        var message = error.Message.StartsWith(TheBody, StringComparison.Ordinal) ? $"The call {error.Message[TheBody.Length..]}" : error.Message;
        return new Error(error.Code, Named(message, input), error.Details?.ToDictionary(
            detail => detail.Key, detail => detail.Key == Field ? Named(detail.Value, input) : detail.Value, StringComparer.Ordinal));
    }

    // Only the first word: behind it the text may quote what the agent has written.
    private static string Named(string text, JsonTypeInfo input)
    {
        var end = text.AsSpan().IndexOfAny(' ', '.', ':');
        var word = end < 0 ? text : text[..end];
        return Parameters.TryGetValue(word, out var name) && Has(input, name) && !Has(input, word) ? name + text[word.Length..] : text;
    }

    private static bool Has(JsonTypeInfo input, string name) => input.Properties.Any(property => property.Name == name);
}
