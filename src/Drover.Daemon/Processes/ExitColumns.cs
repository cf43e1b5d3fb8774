using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Processes;

/// <summary>How a run ended, as three columns of a row.</summary>
internal static class ExitColumns
{
    // The exit text of a signal that only a shell told.
    private const string Approximate = "approximate";

    public static (string? Kind, int? Code, string? Text) Of(ProcessExit? exit) => exit switch
    {
        ProcessExit.Exited exited => ("exited", exited.Code, null),
        ProcessExit.Signaled signaled => ("signaled", signaled.Signal, signaled.Approximate ? Approximate : null),
        ProcessExit.FailedToStart failed => ("failed", failed.Errno, failed.Message),
        ProcessExit.Lost lost => ("lost", null, lost.Why),
        _ => (null, null, null),
    };

    public static ProcessExit? Read(string? kind, int? code, string? text) => kind switch
    {
        "exited" => new ProcessExit.Exited(code ?? 0),
        "signaled" => new ProcessExit.Signaled(code ?? 0, string.Equals(text, Approximate, StringComparison.Ordinal)),
        "failed" => new ProcessExit.FailedToStart(code ?? 0, text ?? ""),
        "lost" => new ProcessExit.Lost(text ?? ""),
        _ => null,
    };
}
