using Drover.Contracts.Errors;
using Drover.Contracts.Suggestions;
using Drover.Daemon.Features.Friendly;
using Drover.Daemon.Features.Suggest.Model;
using Drover.Daemon.Features.Suggest.Rules;
using Drover.Daemon.Workspaces;

namespace Drover.Daemon.Features.Suggest;

/// <summary>Suggests a command for a goal: the configured model's, else one by rules. Runs nothing.</summary>
internal sealed class SuggestService(FriendlyCommands friendly, ModelClient model)
{
    private const int LongestGoal = 1_000;
    private const int MostOffers = 30;

    public async Task<Result<Suggestion>> SuggestAsync(string? goal, WorkspaceFolder folder, CancellationToken ends)
    {
        if (string.IsNullOrWhiteSpace(goal) || goal.Length > LongestGoal)
        {
            return Invalid($"goal says in words what is to be reached, in at most {LongestGoal} characters.");
        }

        var offers = friendly.In(folder);
        var (suggested, why) = await model.AskAsync(
            new ModelFacts(goal, Surroundings.Os, Surroundings.Shell, Surroundings.Tools(folder.Path), [.. offers.Take(MostOffers).Select(offer => new ModelOffer(offer.Label, offer.Command))]),
            ends);
        if (suggested is not null)
        {
            return suggested;
        }

        var note = why is null ? null : $"By rules, because {why}.";
        if (SuggestRules.For(goal, Ecosystems.In(folder.Path), offers) is { } ruled)
        {
            return ruled with { Note = note };
        }

        return new Error(
            ErrorCodes.SuggestNoSuggestion,
            "No rule fits this goal" + (model.IsConfigured ? $", and {why}." : ", and no model is configured (llm.base_url, llm.model)."),
            new Dictionary<string, string>(StringComparer.Ordinal) { ["goal"] = goal });
    }

    private static Error Invalid(string message) =>
        new(ErrorCodes.RequestInvalidValue, message, new Dictionary<string, string>(StringComparer.Ordinal) { ["field"] = "goal" });
}
