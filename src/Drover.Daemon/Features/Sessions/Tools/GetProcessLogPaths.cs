using Drover.Contracts.Errors;
using Drover.Daemon.Edges.Mcp.Offers;
using Drover.Daemon.Features.Sessions.Tools.Answers;
using Drover.Daemon.Features.Sessions.Tools.Output;
using Drover.Supervision.Logs;

namespace Drover.Daemon.Features.Sessions.Tools;

/// <summary><c>get_process_log_paths</c>.</summary>
internal sealed class GetProcessLogPaths(ProcessFinder finder, DaemonProcess daemon, DaemonLog daemonLog) : ProcessTool<ProcessArguments, ProcessLogPaths>(
    ToolSchemas.OfProcess(
        "get_process_log_paths",
        ToolEffect.Reads,
        "Files with everything a process printed, raw, oldest first; for other programs. To read, get_process_output is better.",
        answer: "\"stdout\":{\"type\":\"array\"},\"stderr\":{\"type\":\"array\"}"),
    finder,
    SessionToolJson.Default.ProcessArguments,
    SessionToolJson.Default.ProcessLogPaths)
{
    protected override Task<Result<ProcessLogPaths>> RunAsync(KnownSession session, ProcessArguments input, ToolCall call, CancellationToken ends) =>
        Task.FromResult((Result<ProcessLogPaths>)new ProcessLogPaths
        {
            Stdout = session.Log.SegmentPaths(LogStream.Stdout),
            Stderr = session.Log.SegmentPaths(LogStream.Stderr),
            Note = ProcessAnswering.NoteOf(session, input.Pid),
        }.About(session));

    protected override Result<ProcessLogPaths>? AboutDaemon(ProcessArguments input) =>
        daemon.About(new ProcessLogPaths { Stdout = [daemonLog.Path], Stderr = [] });
}
