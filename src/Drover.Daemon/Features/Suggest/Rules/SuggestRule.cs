using Drover.Contracts.Friendly;

namespace Drover.Daemon.Features.Suggest.Rules;

/// <summary>A common goal and its command.</summary>
/// <param name="Words">The goal must have one of each group; within a group, separated by bars.</param>
/// <param name="Explanation">What the command does.</param>
internal sealed record SuggestRule(string[] Words, string Explanation)
{
    /// <summary>The command where it is the same everywhere; <c>{port}</c> and <c>{text}</c> stand for what the goal names.</summary>
    public string? Command { get; init; }

    /// <summary>The command of each ecosystem.</summary>
    public IReadOnlyDictionary<Ecosystem, string> Commands { get; init; } = new Dictionary<Ecosystem, string>();

    /// <summary>The kind of what the folder offers that serves the same goal, and better.</summary>
    public FriendlyKind? Kind { get; init; }

    /// <summary>The ecosystem that is meant where the folder tells nothing.</summary>
    public Ecosystem? Otherwise { get; init; }
}
