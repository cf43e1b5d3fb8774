using Drover.Contracts.Jobs;
using Drover.Supervision.Stopping;
using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Features.Jobs;

/// <summary>How a job ended, in the words of the wire.</summary>
/// <param name="Code">Exit code; 128 + the signal when one ended it.</param>
/// <param name="Signal">Name of that signal.</param>
/// <param name="Reason">Why.</param>
/// <param name="Message">What there is to say, where code and reason do not say all.</param>
internal sealed record JobEnd(int Code, string? Signal, JobReason Reason, string? Message)
{
    // What a shell answers for a command it cannot find.
    private const int NotStarted = 127;

    // A number that no job of ours ends with in any other way, and not 0: nobody knows that it went well.
    private const int Unknown = 255;

    public static JobEnd Of(ProcessExit? exit, JobReason? ending, string? reason) => exit switch
    {
        ProcessExit.Exited exited => new(exited.Code, null, ending ?? JobReason.Exited, null),
        ProcessExit.Signaled signaled => new(128 + signaled.Signal, SignalNames.Name(signaled.Signal), ending ?? JobReason.Exited, null),
        ProcessExit.FailedToStart failed => new(NotStarted, null, ending ?? JobReason.FailedToStart, failed.Message),
        ProcessExit.Lost lost => new(Unknown, null, ending ?? JobReason.Lost, lost.Why),
        _ => new(Unknown, null, ending ?? JobReason.Lost, reason),
    };
}
