using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Daemon.Edges.Mcp.Offers;
using Drover.Daemon.Features.Sessions.Tools.Answers;

namespace Drover.Daemon.Features.Sessions.Tools;

/// <summary><c>stop_process</c>: answers when nothing of it is left.</summary>
internal sealed class StopProcess(ProcessFinder finder, SessionService sessions) : ProcessTool<StopArguments, ProcessOutcome>(
    ToolSchemas.OfProcess(
        "stop_process",
        ToolEffect.Destroys,
        "Stop a process and everything it started. Answers when nothing of it is left.",
        "\"force\":{\"type\":\"boolean\",\"description\":\"kill at once\"}",
        ToolSchemas.Outcome),
    finder,
    SessionToolJson.Default.StopArguments,
    SessionToolJson.Default.ProcessOutcome)
{
    // An agent waits for the answer; a server may take longer to shut down well than a person would sit and watch.
    private const int GraceMs = 8_000;

    protected override async Task<Result<ProcessOutcome>> RunAsync(KnownSession session, StopArguments input, ToolCall call, CancellationToken ends)
    {
        var stopped = await sessions.StopAsync(
            session,
            new StopRequest { Wait = true, Signal = input.Force is true ? "KILL" : null, GraceMs = input.Force is true ? 0 : session.Plan.Spec.Stop?.GraceMs ?? GraceMs },
            ends,
            hurries: input.Force is true); // Two agents that stop one process politely do not together kill it.
        return stopped.Error switch
        {
            // What was asked for is so: an agent that stops something to be sure has no failure to look into.
            { Code: ErrorCodes.SessionNotRunning } => new ProcessOutcome { Note = ProcessAnswering.NoteOf(session, input.Pid) ?? "it had ended already", NextSeq = session.Log.NextSequence }.About(session),
            { } error => error,
            _ => new ProcessOutcome { Note = stopped.Value.Note ?? ProcessAnswering.NoteOf(session, input.Pid), NextSeq = session.Log.NextSequence }.About(session),
        };
    }
}
