using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Daemon.Edges.Mcp.Offers;
using Drover.Daemon.Features.Sessions.Tools.Answers;
using Drover.Daemon.Features.Sessions.Tools.Output;

namespace Drover.Daemon.Features.Sessions.Tools;

/// <summary><c>get_process_status</c>.</summary>
internal sealed class GetProcessStatus(ProcessFinder finder, SessionViews views, DaemonProcess daemon, DaemonLog daemonLog) : ProcessTool<ProcessArguments, ProcessStatus>(
    ToolSchemas.OfProcess(
        "get_process_status",
        ToolEffect.Reads,
        "One process: status and why, ports, URLs, exit code, memory. pid 0 is the Drover daemon.",
        answer: ToolSchemas.Process + "," + "\"ports\":{\"type\":\"array\"},\"restart_count\":{\"type\":\"integer\"},\"health\":{\"type\":\"string\"},\"urls\":{\"type\":\"array\"},\"uptime_ms\":{\"type\":\"integer\"},\"cpu_percent\":{\"type\":\"number\"},\"memory_bytes\":{\"type\":\"integer\"},\"watch\":{\"type\":\"array\"},\"next_seq\":{\"type\":\"integer\"}"),
    finder,
    SessionToolJson.Default.ProcessArguments,
    SessionToolJson.Default.ProcessStatus)
{
    protected override async Task<Result<ProcessStatus>> RunAsync(KnownSession session, ProcessArguments input, ToolCall call, CancellationToken ends)
    {
        var view = await views.OneAsync(session);
        return new ProcessStatus
        {
            Ports = view.Ports.Count > 0 ? view.Ports : null,
            Urls = view.Urls.Count > 0 ? view.Urls : null,
            RestartCount = view.RestartCount,
            Health = view.Health == SessionHealth.None ? null : view.Health.ToString().ToLowerInvariant(),
            UptimeMs = view.UptimeMs,
            CpuPercent = view.CpuPercent,
            MemoryBytes = view.MemoryBytes,
            Watch = view.Watch.Count > 0 ? view.Watch : null,
            NextSeq = view.NextSeq,
            Note = ProcessAnswering.NoteOf(session, input.Pid),
        }.About(session);
    }

    protected override Result<ProcessStatus>? AboutDaemon(ProcessArguments input) => daemon.About(new ProcessStatus
    {
        UptimeMs = daemon.UptimeMs,
        MemoryBytes = Environment.WorkingSet,
        Urls = daemon.Urls.Count > 0 ? daemon.Urls : null,
        NextSeq = daemonLog.End,
    });
}
