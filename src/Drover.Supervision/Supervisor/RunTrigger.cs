namespace Drover.Supervision.Supervisor;

/// <summary>What kind of thing asked for a run.</summary>
public enum RunTriggerKind
{
    /// <summary>The first start.</summary>
    Start,

    /// <summary>A person or an agent.</summary>
    Manual,

    /// <summary>A changed file.</summary>
    Watch,

    /// <summary>The restart policy, after an end nobody asked for.</summary>
    Crash,
}

/// <summary>What asked for a run.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Detail">The path for <see cref="RunTriggerKind.Watch"/>; why for <see cref="RunTriggerKind.Crash"/>; for the others the sentence that stands in the log instead of the usual one.</param>
public sealed record RunTrigger(RunTriggerKind Kind, string? Detail = null)
{
    /// <summary>The first start.</summary>
    public static RunTrigger Start { get; } = new(RunTriggerKind.Start);

    /// <summary>A person or an agent.</summary>
    public static RunTrigger Manual { get; } = new(RunTriggerKind.Manual);

    /// <summary>A changed file.</summary>
    /// <param name="path">The path as people know it.</param>
    /// <returns>The trigger.</returns>
    public static RunTrigger Watch(string path) => new(RunTriggerKind.Watch, path);

    /// <summary>The restart policy.</summary>
    /// <param name="why">How the last run ended.</param>
    /// <returns>The trigger.</returns>
    public static RunTrigger Crash(string why) => new(RunTriggerKind.Crash, why);

    /// <summary>The form on the wire and in the store: <c>start</c>, <c>manual</c>, <c>watch:path</c>, <c>crash</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Kind switch
    {
        RunTriggerKind.Start => "start",
        RunTriggerKind.Manual => "manual",
        RunTriggerKind.Watch => $"watch:{Detail}",
        _ => "crash",
    };
}
