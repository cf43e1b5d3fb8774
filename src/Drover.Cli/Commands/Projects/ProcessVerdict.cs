using Drover.Cli.Commands.Sessions;
using Drover.Cli.Connecting;
using Drover.Contracts.Errors;
using Drover.Contracts.Projects;
using Drover.Contracts.Sessions;

namespace Drover.Cli.Commands.Projects;

/// <summary>Whether a process has become what its file wants of it.</summary>
internal static class ProcessVerdict
{
    // What the kernel says of a session that somebody ended, whatever its exit code then was.
    private const string Stopped = "stopped";

    /// <summary>On its way: it may still become ready or fail.</summary>
    internal static bool IsPending(ProjectProcessStatus process) => process.Session switch
    {
        { State: SessionState.Running, Health: SessionHealth.Waiting } => true,
        { State: SessionState.Running } => process.Once,
        { State: var state } => SessionChoice.IsActive(state),
        null => false,
    };

    internal static bool HasFailed(ProjectProcessStatus process) => process.Session switch
    {
        { State: SessionState.Running, Health: SessionHealth.Unhealthy } => true,
        { State: SessionState.Exited, ExitCode: 0 } => false,
        { State: SessionState.Exited, Reason: { } reason } when reason.StartsWith(Stopped, StringComparison.Ordinal) => false,
        { State: var state } => !SessionChoice.IsActive(state),
        null => true,
    };

    /// <summary>The exit code it stands for, as a shell has it.</summary>
    internal static int ExitCodeOf(ProjectProcessStatus process) => process.Session switch
    {
        { ExitCode: { } code and not 0 } => code,
        { TermSignal: { } signal } => WaitOutput.SignalBase + signal,
        _ => ExitCodes.Failure,
    };
}
