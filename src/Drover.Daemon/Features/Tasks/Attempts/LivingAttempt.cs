using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Drover.Daemon.Features.Tasks.Runners;
using Drover.Daemon.Sandboxing;

namespace Drover.Daemon.Features.Tasks.Attempts;

/// <summary>An attempt whose process lives, and the conversation with its agent. Only the followers of its log touch the conversation.</summary>
/// <param name="number">Number of the attempt, which is that of the run.</param>
/// <param name="dialogue">The conversation.</param>
internal sealed class LivingAttempt(int number, IRunnerDialogue dialogue)
{
    /// <summary>Number of the attempt, which is that of the run.</summary>
    public int Number { get; } = number;

    public IRunnerDialogue Dialogue { get; } = dialogue;

    /// <summary>Held by whoever has the conversation: lines come from one task, the quiet of an unfinished one from another.</summary>
    public Lock Talking { get; } = new();

    /// <summary>
    /// What people said, by the id of the event that tells of it: the event has it without secrets, the agent gets it as it was. Not stored: a reply that
    /// the daemon's death overtakes is said again by who said it.
    /// </summary>
    public ConcurrentDictionary<string, string> Said { get; } = new(StringComparer.Ordinal);

    /// <summary>Keeps what is to be said, as it is, for the event that tells of it.</summary>
    public void Say(JsonObject told, string whole)
    {
        var id = Guid.NewGuid().ToString("N");
        Said[id] = whole;
        told["say"] = id;
    }

    /// <summary>Its way out of the sandbox; null when it has none.</summary>
    public EgressProxy? Door { get; set; }

    /// <summary>Kinds of requests that were allowed for as long as it lives.</summary>
    public HashSet<string> Grants { get; } = new(StringComparer.Ordinal);

    /// <summary>Budgets of which it was said that most is used.</summary>
    public HashSet<string> Warned { get; } = new(StringComparer.Ordinal);

    /// <summary>Why it is being ended; null when nobody asked for it. The first reason counts.</summary>
    public string? Ending
    {
        get;
        set => field ??= value;
    }

    /// <summary>The log lines below this number are the attempt's; null while its process lives.</summary>
    public long? EndSequence { get; set; }

    /// <summary>Completes when the attempt is over and its outcome is stored.</summary>
    public TaskCompletionSource Over { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
