using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Daemon.Edges.Mcp.Offers;
using Drover.Daemon.Features.Sessions.Tools.Answers;

namespace Drover.Daemon.Features.Sessions.Tools;

/// <summary><c>restart_process</c>.</summary>
internal sealed class RestartProcess(ProcessFinder finder, RestartTogether restarts, ProcessWaiting waiting) : ProcessTool<RestartArguments, ProcessOutcome>(
    ToolSchemas.OfProcess(
        "restart_process",
        ToolEffect.Destroys,
        "Run a process anew, same command and folder; also one that has ended. After editing code call it with wait {\"for\":\"ready\"}: one call tells whether it came up and the error if not.",
        "\"wait\":{\"type\":\"object\",\"properties\":{" + ToolSchemas.Wait + "}}",
        ToolSchemas.Outcome),
    finder,
    SessionToolJson.Default.RestartArguments,
    SessionToolJson.Default.ProcessOutcome)
{
    protected override async Task<Result<ProcessOutcome>> RunAsync(KnownSession session, RestartArguments input, ToolCall call, CancellationToken ends)
    {
        var wait = input.Wait is null ? (Result<WaitRequest>?)null : WaitChoice.Of(input.Wait);
        if (wait is { Error: { } wrong })
        {
            return wrong;
        }

        var (run, isShared) = await restarts.AskAsync(session);
        if (run.Error is { } error)
        {
            return error;
        }

        var outcome = wait is { } asked
            ? await waiting.WaitAsync(session, asked.Value, run.Value, call, ends)
            : await waiting.StartedAsync(session, run.Value, ends);
        return isShared && outcome.IsSuccess
            ? outcome.Value with { Note = "another agent asked for this restart at the same time: it was restarted once for both" }
            : outcome;
    }

    // Not the general hint, which is for somebody who has started something twice.
    protected override string? Next(Error error) => error.Code == ErrorCodes.SessionAlreadyRunning
        ? "Restart that one instead, by its id, or stop it first."
        : base.Next(error);
}
