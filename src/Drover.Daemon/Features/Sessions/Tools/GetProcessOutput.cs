using System.Globalization;
using Drover.Contracts.Errors;
using Drover.Daemon.Edges.Mcp.Offers;
using Drover.Daemon.Features.Sessions.Tools.Answers;
using Drover.Daemon.Features.Sessions.Tools.Output;
using Drover.Daemon.Logs.Brief;
using Drover.Supervision.Logs;

namespace Drover.Daemon.Features.Sessions.Tools;

/// <summary><c>get_process_output</c>.</summary>
internal sealed class GetProcessOutput(ProcessFinder finder, DaemonProcess daemon, DaemonLog daemonLog, TimeProvider time) : ProcessTool<OutputArguments, ProcessOutput>(
    ToolSchemas.OfProcess(
        "get_process_output",
        ToolEffect.Reads,
        "Output of a process, newest last, also of ended ones. Read on with since_seq = next_seq. grep before you raise lines. pid 0 is the daemon's own log.",
        "\"stream\":{\"enum\":[\"stdout\",\"stderr\",\"combined\"]}," + ToolSchemas.Lines + "," + ToolSchemas.Times + ",\"since_seq\":{\"type\":\"integer\"},\"grep\":{\"type\":\"string\",\"description\":\"regex\"}," + ToolSchemas.MaxBytes,
        "\"output\":{\"type\":\"string\"},\"lines\":{\"type\":\"integer\"},\"partial\":{\"type\":\"string\"},\"next_seq\":{\"type\":\"integer\"},\"rest\":{\"type\":\"string\"}"),
    finder,
    SessionToolJson.Default.OutputArguments,
    SessionToolJson.Default.ProcessOutput)
{
    protected override Task<Result<ProcessOutput>> RunAsync(KnownSession session, OutputArguments input, ToolCall call, CancellationToken ends)
    {
        var query = OutputQuery.Of(input, session, time.GetUtcNow());
        var page = query.Error is { } wrong ? wrong : OutputReader.Read(session, query.Value, input.MaxBytes ?? TextBudget.Default);
        var end = session.Log.NextSequence;
        return Task.FromResult(page.Error is { } error ? error : (Result<ProcessOutput>)(Answer(page.Value) with
        {
            NextSeq = Math.Min(page.Value.NextSeq, end),
            Partial = query.Value is { Grep: null, Until: null } && page.Value.NextSeq >= session.Log.NextSequence ? OutputText.Partial(session.Log, Only(query.Value.Streams), TextBudget.Least) : null,
            Note = ProcessAnswering.NoteOf(session, input.Pid) ?? Beyond(query.Value, end),
        }).About(session));
    }

    protected override Result<ProcessOutput>? AboutDaemon(OutputArguments input)
    {
        var query = OutputQuery.Of(input, session: null, time.GetUtcNow());
        var page = query.Error is { } wrong ? wrong : daemonLog.Read(query.Value, input.MaxBytes ?? TextBudget.Default);
        return page.Error is { } error ? error : daemon.About(Answer(page.Value), Beyond(query.Value, daemonLog.End));
    }

    private static ProcessOutput Answer(OutputPage page) => new() { Output = page.Text, Lines = page.Lines, NextSeq = page.NextSeq, Rest = page.Rest };

    // Another process's number: without a word it would look as if nothing had been printed. The daemon's log, begun anew, is read from its start.
    private static string? Beyond(LogQuery query, long end) => query.SinceSequence is { } since && since > end
        ? string.Create(CultureInfo.InvariantCulture, $"since_seq {since} is beyond the end of this output, which is {end}")
        : null;

    private static LogStream? Only(LogStreams streams) => streams switch
    {
        LogStreams.Stdout => LogStream.Stdout,
        LogStreams.Stderr => LogStream.Stderr,
        _ => null,
    };
}
