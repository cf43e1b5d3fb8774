using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Features.Tasks.Runners;

/// <summary>Ends of processes in words.</summary>
internal static class Endings
{
    public static string Of(ProcessExit exit) => exit switch
    {
        ProcessExit.Exited e => $"exited with code {e.Code}",
        ProcessExit.Signaled s => $"was killed by signal {s.Signal}",
        ProcessExit.FailedToStart f => $"could not be started: {f.Message}",
        ProcessExit.Lost l => $"was lost: {l.Why}",
        _ => throw new ArgumentOutOfRangeException(nameof(exit), exit, null),
    };
}
