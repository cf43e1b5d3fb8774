using Drover.Contracts.Errors;
using Drover.Daemon.Edges.Mcp.Offers;
using Drover.Daemon.Features.Sessions.Tools.Answers;

namespace Drover.Daemon.Features.Sessions.Tools;

/// <summary><c>wait_for_process</c>.</summary>
internal sealed class WaitForProcess(ProcessFinder finder, ProcessWaiting waiting) : ProcessTool<WaitForArguments, ProcessOutcome>(
    ToolSchemas.OfProcess(
        "wait_for_process",
        ToolEffect.Reads,
        "Wait until a process is ready, exits, prints a pattern or falls quiet; use it instead of polling. Answers with verdict, reason and last lines; \"waiting\" when timeout_ms is over: call again as next says. Keep timeout_ms below your client's tool timeout.",
        ToolSchemas.Wait + ",\"since_seq\":{\"type\":\"integer\",\"description\":\"only lines from here on count\"}",
        ToolSchemas.Outcome),
    finder,
    SessionToolJson.Default.WaitForArguments,
    SessionToolJson.Default.ProcessOutcome)
{
    protected override async Task<Result<ProcessOutcome>> RunAsync(KnownSession session, WaitForArguments input, ToolCall call, CancellationToken ends)
    {
        var request = WaitChoice.Of(new WaitArguments(input.For, input.Pattern, input.TimeoutMs), "", input.SinceSeq);
        if (request.Error is { } wrong)
        {
            return wrong;
        }

        // A restart that is on its way: what is waited for is the run behind it.
        var run = Math.Max(1, session.Told.RunNumber) + (session.Snapshot is { Next: not null, State: Supervision.Supervisor.ProcessState.Stopping } ? 1 : 0);
        return await waiting.WaitAsync(session, request.Value, run, call, ends);
    }
}
