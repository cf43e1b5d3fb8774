using System.Text.Json;
using Drover.Contracts.Suggestions;

namespace Drover.Daemon.Features.Suggest.Model;

/// <summary>Reads what a model wrote. It is a stranger's text: only what was asked for is taken, and only in that form.</summary>
internal static class ModelAnswer
{
    private const int LongestCommand = 2_000;
    private const int LongestExplanation = 1_000;
    private const int MostAlternatives = 4;

    /// <param name="text">What it wrote.</param>
    /// <param name="model">Its name.</param>
    /// <returns>Null when it is not what was asked for.</returns>
    public static Suggestion? Read(string text, string model)
    {
        ModelSuggestion? said;
        try
        {
            said = JsonSerializer.Deserialize(Unfenced(text), ModelJson.Default.ModelSuggestion);
        }
        catch (JsonException)
        {
            return null;
        }

        return said is null || Checked(said.Command, said.Explanation) is not { } first ? null : new Suggestion
        {
            Command = first.Command,
            Explanation = first.Explanation,
            Destructive = first.Destructive,
            Source = SuggestionSource.Llm,
            Model = model,
            Alternatives =
            [
                .. (said.Alternatives ?? []).Select(other => Checked(other?.Command, other?.Explanation)).OfType<Alternative>()
                    .Where(other => other.Command != first.Command).DistinctBy(other => other.Command).Take(MostAlternatives),
            ],
        };
    }

    // A control character could make a command look like another one on a terminal.
    private static Alternative? Checked(string? command, string? explanation) =>
        command?.Trim() is { Length: > 0 and <= LongestCommand } line && explanation?.Trim() is { Length: > 0 and <= LongestExplanation } why
        && !line.Any(char.IsControl) && !why.Any(letter => char.IsControl(letter) && letter is not '\n')
            ? new Alternative(line, why, DestructiveCommands.Has(line))
            : null;

    // Many models put JSON into a code block whatever they are told.
    private static string Unfenced(string text)
    {
        var trimmed = text.Trim();
        var begins = trimmed.IndexOf('\n', StringComparison.Ordinal);
        return trimmed.StartsWith("```", StringComparison.Ordinal) && trimmed.EndsWith("```", StringComparison.Ordinal) && begins > 0 ? trimmed[begins..^3] : trimmed;
    }
}
