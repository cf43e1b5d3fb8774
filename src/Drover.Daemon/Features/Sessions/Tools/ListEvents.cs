using System.Text.Json;
using Drover.Contracts.Errors;
using Drover.Contracts.Events;
using Drover.Daemon.Edges.Mcp.Offers;
using Drover.Daemon.Features.Events;
using Drover.Daemon.Features.Sessions.Specs;
using Drover.Daemon.Features.Sessions.Tools.Answers;
using Drover.Daemon.Logs.Brief;

namespace Drover.Daemon.Features.Sessions.Tools;

/// <summary><c>list_events</c>.</summary>
internal sealed class ListEvents(EventLog log) : McpTool<EventArguments, EventListing>(
    ToolSchemas.Of(
        "list_events",
        ToolEffect.Reads,
        "What happened to processes and why: starts, exits, restarts, readiness. Pass next_seq back as since_seq to see only what is new.",
        "\"since_seq\":{\"type\":\"integer\"},\"limit\":{\"type\":\"integer\",\"description\":\"default 50\"}",
        "\"events\":{\"type\":\"array\"},\"next_seq\":{\"type\":\"integer\"},\"rest\":{\"type\":\"string\"}"),
    SessionToolJson.Default.EventArguments,
    SessionToolJson.Default.EventListing)
{
    private const int DefaultLimit = 50;

    protected override ValueTask<Result<EventListing>> RunAsync(EventArguments input, ToolCall call, CancellationToken ends) => ValueTask.FromResult(List(input));

    private Result<EventListing> List(EventArguments input)
    {
        if ((SpecRules.Range("since_seq", input.SinceSeq, 0, long.MaxValue) ?? SpecRules.Range("limit", input.Limit, 1, EventLog.Retained)) is { } wrong)
        {
            return wrong;
        }

        var limit = input.Limit ?? DefaultLimit;
        var isForward = input.SinceSeq is not null;
        var from = input.SinceSeq ?? Math.Max(1, log.NextSequence - limit);
        var read = log.Read(from, limit);
        if (read.Error is { } error)
        {
            return error;
        }

        var batch = read.Value;
        var told = batch.Events.Select(Told).ToList();
        var budget = new TextBudget(TextBudget.Default);
        var fitting = (isForward ? told : Enumerable.Reverse(told)).TakeWhile(item => budget.Takes(JsonSerializer.Serialize(item, SessionToolJson.Default.ListedEvent))).ToList();
        if (!isForward)
        {
            fitting.Reverse();
        }

        var isCut = fitting.Count < told.Count;
        var next = isForward && isCut ? fitting[^1].Seq + 1 : batch.NextSequence;
        return new EventListing { Events = fitting, NextSeq = next, Rest = Rest(batch, fitting, next, isForward) };
    }

    private string? Rest(EventBatch batch, List<ListedEvent> told, long next, bool isForward) =>
        isForward && batch.Dropped > 0 ? $"{batch.Dropped} older events are not kept any more"
        : isForward && next < log.NextSequence ? $"there are more: since_seq={next}"
        : !isForward && told is [var first, ..] && first.Seq > 1 ? $"older ones: since_seq={Math.Max(1, first.Seq - told.Count)}"
        : null;

    private static ListedEvent Told(DroverEvent happened) => new()
    {
        Seq = happened.Seq,
        Time = ProcessAnswering.ToSeconds(happened.Ts)!.Value,
        Type = happened.Type,
        Process = happened.Label ?? happened.SessionId,
        Reason = happened.Reason is { } reason ? BriefText.Short(reason) : null,
    };
}
