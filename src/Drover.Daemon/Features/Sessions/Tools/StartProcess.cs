using System.Text.Json;
using Drover.Contracts.Errors;
using Drover.Contracts.Json;
using Drover.Contracts.Sessions;
using Drover.Daemon.Edges.Http;
using Drover.Daemon.Edges.Mcp.Offers;
using Drover.Daemon.Features.Sessions.Specs;
using Drover.Daemon.Features.Sessions.Tools.Answers;

namespace Drover.Daemon.Features.Sessions.Tools;

/// <summary><c>start_process</c>.</summary>
internal sealed class StartProcess(StartOnce starts, ProcessWaiting waiting) : McpTool<StartArguments, ProcessOutcome>(
    ToolSchemas.Starting(
        "start_process",
        "Start a long-running command (dev server, watcher, worker) that outlives this conversation and keeps its output. With wait, answers when it is ready or has failed, with its last lines.",
        """
        "command":{"type":"string","description":"shell line"},"working_directory":{"type":"string","description":"absolute; default: the project's"},"environment":{"type":"object","additionalProperties":{"type":"string"}},"label":{"type":"string","description":"name to use instead of the pid"},"watch":{"type":"array","items":{"type":"string"},"description":"files or folders whose changes restart it"},"ready":{"type":"object","description":"when it is ready, one of {\"port\":true|3000} {\"log\":regex} {\"http\":url} {\"exec\":[…]} {\"after_ms\":n}"},"wait":{"type":"object","properties":{
        """ + ToolSchemas.Wait + "}}",
        "command"),
    SessionToolJson.Default.StartArguments,
    SessionToolJson.Default.ProcessOutcome)
{
    protected override async ValueTask<Result<ProcessOutcome>> RunAsync(StartArguments input, ToolCall call, CancellationToken ends)
    {
        var wait = input.Wait is null ? (Result<WaitRequest>?)null : WaitChoice.Of(input.Wait);
        var ready = Ready(input.Ready);
        if ((wait?.Error ?? ready.Error ?? RelativeFolder(input.WorkingDirectory)) is { } wrong)
        {
            return wrong;
        }

        var spec = new SessionSpec
        {
            Shell = input.Command ?? "",
            Cwd = input.WorkingDirectory ?? call.Caller.Folder,
            Env = input.Environment,
            Label = input.Label,
            Watch = input.Watch,
            Ready = ready.Value,
        };
        var started = await starts.StartAsync(spec, ends);
        return started.Error is { } error ? error
            : wait is { } asked ? await waiting.WaitAsync(started.Value, asked.Value, firstRun: 1, call, ends)
            : await waiting.StartedAsync(started.Value, firstRun: 1, ends);
    }

    // Against what would it be? The daemon's folder is none of the agent's business.
    private static Error? RelativeFolder(string? folder) => folder is null or ['/', ..] ? null : SpecRules.Invalid("working_directory", $"must be absolute, not \"{folder}\"");

    // The wire's own form, by the wire's own rules.
    private static Result<ProbeSpec?> Ready(JsonElement? ready)
    {
        try
        {
            return ready?.Deserialize(DroverJson.Default.ProbeSpec);
        }
        catch (JsonException exception)
        {
            var wrong = JsonFailures.From(exception, DroverJson.Default.ProbeSpec, "ready");
            return wrong with { Message = $"ready: {wrong.Message}" };
        }
    }
}
