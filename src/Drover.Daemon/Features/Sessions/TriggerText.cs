using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Features.Sessions;

/// <summary>What started a run, as one text with its detail: <c>watch:server.js</c>, <c>crash:exited 1 after 240 ms</c>.</summary>
internal static class TriggerText
{
    public static string Of(RunTrigger trigger) => trigger is { Kind: RunTriggerKind.Watch or RunTriggerKind.Crash, Detail: { } detail } ? $"{Word(trigger.Kind)}:{detail}" : Word(trigger.Kind);

    public static RunTrigger Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (word, detail) = colon < 0 ? (text, null) : (text[..colon], text[(colon + 1)..]);
        return word switch
        {
            "manual" => RunTrigger.Manual,
            "watch" => RunTrigger.Watch(detail ?? ""),
            "crash" => RunTrigger.Crash(detail ?? ""),
            _ => RunTrigger.Start,
        };
    }

    private static string Word(RunTriggerKind kind) => kind switch
    {
        RunTriggerKind.Start => "start",
        RunTriggerKind.Manual => "manual",
        RunTriggerKind.Watch => "watch",
        _ => "crash",
    };
}
