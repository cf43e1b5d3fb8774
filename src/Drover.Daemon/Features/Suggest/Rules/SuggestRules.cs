using System.Globalization;
using Drover.Contracts.Friendly;
using Drover.Contracts.Sessions;
using Drover.Contracts.Suggestions;

namespace Drover.Daemon.Features.Suggest.Rules;

/// <summary>Suggestions without a model: a table of common goals, and what the folder itself offers.</summary>
internal static class SuggestRules
{
    private const int MostAlternatives = 4;

    /// <returns>Null when nothing fits: a command is not made up.</returns>
    public static Suggestion? For(string text, IReadOnlyList<Ecosystem> ecosystems, IReadOnlyList<FriendlyCommand> friendly)
    {
        var goal = new Goal(text);
        var found = RuleTable.All
            .Where(rule => rule.Words.All(goal.HasOneOf))
            .OrderByDescending(rule => rule.Words.Length)
            .SelectMany(rule => Commands(rule, goal, ecosystems, friendly))
            .Concat(friendly.Where(command => command.Kind == FriendlyKind.Script && goal.HasOneOf(command.Label.ToLowerInvariant())).Select(Offered))
            .DistinctBy(found => found.Command)
            .ToList();
        return found is not [var first, ..] ? null : new Suggestion
        {
            Command = first.Command,
            Explanation = first.Explanation,
            Destructive = first.Destructive,
            Source = SuggestionSource.Rules,
            Alternatives = [.. found.Skip(1).Take(MostAlternatives)],
        };
    }

    private static IEnumerable<Alternative> Commands(SuggestRule rule, Goal goal, IReadOnlyList<Ecosystem> ecosystems, IReadOnlyList<FriendlyCommand> friendly)
    {
        foreach (var offered in friendly.Where(command => command.Kind == rule.Kind))
        {
            yield return Offered(offered);
        }

        foreach (var ecosystem in ecosystems)
        {
            if (rule.Commands.TryGetValue(ecosystem, out var command))
            {
                yield return new Alternative(command, rule.Explanation, DestructiveCommands.Has(command));
            }
        }

        if (rule.Otherwise is { } otherwise && !ecosystems.Any(rule.Commands.ContainsKey))
        {
            yield return new Alternative(rule.Commands[otherwise], rule.Explanation, Destructive: false);
        }

        if (rule.Command is { } general && Filled(general, goal) is { } filled)
        {
            yield return new Alternative(filled, rule.Explanation, DestructiveCommands.Has(filled));
        }
    }

    // A rule that needs what the goal does not name does not fit.
    private static string? Filled(string command, Goal goal)
    {
        if (command.Contains("{port}", StringComparison.Ordinal))
        {
            return goal.Number == 0 ? null : command.Replace("{port}", goal.Number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        }

        if (command.Contains("{text}", StringComparison.Ordinal))
        {
            return goal.Quoted is { } text ? command.Replace("{text}", CommandText.Quote(text), StringComparison.Ordinal) : null;
        }

        return command;
    }

    private static Alternative Offered(FriendlyCommand command) =>
        new(command.Command, $"{command.Label}: what {command.Source} offers.", DestructiveCommands.Has(command.Command));
}
