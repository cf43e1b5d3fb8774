using Drover.Contracts.Tasks;
using Drover.Supervision.Logs;
using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Features.Tasks.Runners;

/// <summary>
/// The conversation with the process of one attempt. It has no clock and does nothing by itself: the same lines, answers and replies in the same order make
/// the same conversation, so that a daemon that takes an attempt up feeds it the stored lines again and leaves out the writes that were done.
/// </summary>
internal interface IRunnerDialogue
{
    /// <summary>The agent's own id of the conversation, once it is known and can be resumed.</summary>
    string? SessionId { get; }

    /// <summary>What the attempt has cost so far; its runtime is the caller's to tell.</summary>
    CostLedger Cost { get; }

    /// <summary>Whether the living process can be spoken to now; see <see cref="Reply"/>.</summary>
    bool Listens { get; }

    /// <summary>The process printed a line.</summary>
    /// <param name="stream">Where; lines of Drover's own say nothing.</param>
    /// <param name="line">Its bytes without the newline.</param>
    /// <param name="continued">True for a piece of a long line that goes on in the stream's next entry (<see cref="LogLine.Continued"/>).</param>
    DialogueStep Line(LogStream stream, ReadOnlySpan<byte> line, bool continued);

    /// <summary>
    /// The process has printed this without a newline and is quiet since. Says only whether it waits for a person: the text comes again with its line.
    /// </summary>
    DialogueStep Unfinished(LogStream stream, ReadOnlySpan<byte> text);

    /// <summary>A person, or the policy, has decided about a request. One that is not waited for (any more) gives nothing.</summary>
    DialogueStep Answer(string requestId, ApprovalDecision decision, string? message);

    /// <summary>What has to be written to say something to the living process; null when it does not listen and a new attempt has to resume the conversation.</summary>
    DialogueStep? Reply(string message);

    /// <summary>How the attempt ended: success only with the result that its runner promises and a process that ended well.</summary>
    RunnerOutcome End(ProcessExit exit);
}
