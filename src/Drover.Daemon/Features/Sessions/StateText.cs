using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Sessions.Specs;

namespace Drover.Daemon.Features.Sessions;

/// <summary>States in words.</summary>
internal static class StateText
{
    private static readonly (SessionState State, string Word)[] Words =
        [.. Enum.GetValues<SessionState>().Select(state => (state, state.ToString().ToLowerInvariant()))];

    public static string Of(SessionState state) => Words[(int)state].Word;

    /// <summary>States separated by commas; none when nothing is asked.</summary>
    public static Result<IReadOnlyCollection<SessionState>> ParseList(string? words)
    {
        var states = new HashSet<SessionState>();
        foreach (var word in words?.Split(',', StringSplitOptions.TrimEntries) ?? [])
        {
            var known = Array.FindIndex(Words, pair => pair.Word == word);
            if (known < 0)
            {
                return SpecRules.Invalid("state", $"is one or several of {string.Join(", ", Words.Select(pair => pair.Word))}, not \"{word}\"");
            }

            states.Add(Words[known].State);
        }

        return states;
    }
}
