using Drover.Contracts.Errors;
using Drover.Daemon.Edges.Http;
using Drover.Daemon.Edges.Mcp.Offers;
using Drover.Daemon.Features.Sessions.Logs;
using Drover.Daemon.Features.Sessions.Specs;
using Drover.Daemon.Features.Sessions.Tools.Answers;
using Drover.Daemon.Features.Sessions.Tools.Output;
using Drover.Daemon.Logs;
using Drover.Daemon.Logs.Brief;
using Drover.Supervision.Logs.Text;

namespace Drover.Daemon.Features.Sessions.Tools;

/// <summary><c>search_logs</c>.</summary>
internal sealed class SearchLogs(SessionService sessions, TimeProvider time) : McpTool<SearchArguments, FoundLines>(
    ToolSchemas.Of(
        "search_logs",
        ToolEffect.Reads,
        "Search the output of all processes, ended ones too; the newest matches, by time, as process:seq: text, a label's earlier processes with their id. For the surroundings: get_process_output with a lower since_seq.",
        "\"grep\":{\"type\":\"string\",\"description\":\"regex; (?i) ignores case\"},\"label\":{\"type\":\"string\",\"description\":\"only these, comma list\"}," + ToolSchemas.Times + "," + ToolSchemas.Lines + "," + ToolSchemas.MaxBytes,
        "\"output\":{\"type\":\"string\"},\"lines\":{\"type\":\"integer\"},\"next_time\":{\"type\":\"string\"},\"rest\":{\"type\":\"string\"}",
        "grep"),
    SessionToolJson.Default.SearchArguments,
    SessionToolJson.Default.FoundLines)
{
    protected override ValueTask<Result<FoundLines>> RunAsync(SearchArguments input, ToolCall call, CancellationToken ends) => ValueTask.FromResult(Search(input));

    private Result<FoundLines> Search(SearchArguments input)
    {
        if (string.IsNullOrEmpty(input.Grep))
        {
            return input.Grep is null ? SpecRules.Missing("grep") : SpecRules.Invalid("grep", "is empty: give the text or regular expression to look for, e.g. error|failed, or . for every line");
        }

        var chosen = MergedChoice.Find(sessions, input.Label);
        var query = OutputQuery.Of(new OutputArguments(null, null, null, null, input.Lines, input.SinceTime, input.BeforeTime, null, input.Grep, input.MaxBytes), session: null, time.GetUtcNow());
        if ((chosen.Error ?? query.Error) is { } wrong)
        {
            return wrong;
        }

        var wanted = query.Value;
        var request = new LogRequest { Limit = wanted.Limit, Since = wanted.Since, Until = wanted.Until, Grep = wanted.Grep };
        try
        {
            return Answer(new MergedReader(chosen.Value, request, cursor: null).First(), wanted.Limit, new TextBudget(input.MaxBytes ?? TextBudget.Default));
        }
        catch (RecordStreamException exception)
        {
            return exception.Error;
        }
    }

    private FoundLines Answer(MergedBatch batch, int limit, TextBudget budget)
    {
        var names = batch.Lines.Select(line => line.Session).Distinct().ToDictionary(session => session, NameOf);
        var texts = batch.Lines.Select(line => Text(line, names[line.Session], budget)).Reverse().TakeWhile(budget.Takes).Reverse().ToList();
        var isCut = texts.Count < batch.Lines.Count || batch.LeftOut > 0 || batch.Lines.Count >= limit;
        return new FoundLines
        {
            Output = string.Join('\n', texts),
            Lines = texts.Count,
            NextTime = batch.Lines is [.., var last] ? last.Line.Time : null,
            Rest = isCut ? $"older matches may be left out: raise lines (now {limit}) or max_bytes, or give before_time" : null,
        };
    }

    private static string Text(MergedLine found, string name, TextBudget budget) =>
        $"{name}:{found.Line.Sequence}: {TextBudget.Cut(TextView.Of(found.Line.Bytes.Span), budget.LongestLine)}";

    // A label means the newest process that has it. What an earlier one printed must not be taken for that one's.
    private string NameOf(KnownSession session) =>
        session.Label is { } label && sessions.Find(label) is { IsSuccess: true, Value: var current } && current != session
            ? $"{label} (id {session.Name[..8]}, {StateText.Of(session.State)})"
            : ProcessFinder.NameOf(session);
}
