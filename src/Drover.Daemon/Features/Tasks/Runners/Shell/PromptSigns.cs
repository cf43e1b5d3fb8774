using System.Text.Json;

namespace Drover.Daemon.Features.Tasks.Runners.Shell;

/// <summary>Whether a text of a program asks a person something.</summary>
internal static class PromptSigns
{
    private static readonly string[] Phrases =
    [
        "needs input", "waiting for input", "approval required", "requires approval", "permission required", "requires permission",
        "waiting for permission", "do you want to proceed", "continue?", "proceed?",
    ];

    private static readonly string[] JsonTypes = ["approval_request", "permission_request", "user_input_request", "needs_input"];

    /// <summary>A line that says so in words that are known. In a line of JSON only its <c>type</c> and <c>needs_input</c> count: its texts are data.</summary>
    public static bool AreIn(string line)
    {
        var text = line.AsSpan().Trim();
        if (text is ['{', ..] && AsksInJson(line) is { } asks)
        {
            return asks;
        }

        foreach (var phrase in Phrases)
        {
            if (text.Contains(phrase, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A text without a newline that a program stopped at, as one does who asks: <c>Name: </c>, <c>Overwrite? [y/N] </c>, <c>&gt; </c>.</summary>
    public static bool LooksLikePrompt(string text)
    {
        var shown = text.AsSpan(text.LastIndexOf('\r') + 1).TrimEnd();
        return !shown.IsEmpty && shown.Length <= 500 && (shown[^1] is '?' or ':' or '>' or ']' or '$' or '#') && !LooksLikeProgress(shown);
    }

    // [=====>    ] and (3/10) at the end of a line that is drawn again and again.
    private static bool LooksLikeProgress(ReadOnlySpan<char> text) => text.Contains("=>", StringComparison.Ordinal) || text.Contains("%", StringComparison.Ordinal) || text.Contains("##", StringComparison.Ordinal);

    private static bool? AsksInJson(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            return (root.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && JsonTypes.Contains(type.GetString(), StringComparer.Ordinal))
                || (root.TryGetProperty("needs_input", out var needs) && needs.ValueKind == JsonValueKind.True);
        }
        catch (JsonException)
        {
            // Not JSON after all: text like any other.
            return null;
        }
    }
}
