using System.Text.Json;
using System.Text.Json.Nodes;
using Drover.Contracts.Tasks;
using Drover.Supervision.Logs;
using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Features.Tasks.Runners.Codex;

/// <summary>Reads the JSON lines of <c>codex exec --json</c>. Nothing is ever written back: its stdin is closed.</summary>
internal sealed class CodexDialogue(RunnerStart start) : IRunnerDialogue
{
    private readonly AgentLines _lines = new();
    private readonly CodexItems _items = new();
    private string? _thread;
    private string? _failure;
    private bool _completed;
    private CostLedger _tokens = new();

    public string? SessionId { get; private set; }

    public CostLedger Cost => _tokens with { ToolCalls = _items.Calls };

    public DialogueStep Line(LogStream stream, ReadOnlySpan<byte> line, bool continued) => _lines.Take(stream, line, continued, Read);

    public DialogueStep Unfinished(LogStream stream, ReadOnlySpan<byte> text) => DialogueStep.Nothing;

    public DialogueStep Answer(string requestId, ApprovalDecision decision, string? message) => DialogueStep.Nothing;

    public bool Listens => false;

    public DialogueStep? Reply(string message) => null;

    public RunnerOutcome End(ProcessExit exit)
    {
        if (_failure is { } failure)
        {
            return RunnerOutcome.Bad($"The agent failed: {failure}", _items.LastMessage);
        }

        if (!_completed)
        {
            return RunnerOutcome.Bad(_lines.WithoutResult(exit), _items.LastMessage);
        }

        return exit.IsSuccess
            ? RunnerOutcome.Good(_items.LastMessage)
            : RunnerOutcome.Bad($"The agent gave its result, but then {Endings.Of(exit)}.", _items.LastMessage);
    }

    private DialogueStep Read(JsonElement line)
    {
        switch (line.Text("type"))
        {
            case "thread.started":
                _thread = line.Text("thread_id");
                return DialogueStep.Nothing;
            case "turn.started":
                return Started();
            case "item.started":
                return DialogueStep.Of(_items.Started(line.Child("item") ?? line));
            case "item.updated":
                return DialogueStep.Of(CodexItems.Updated(line.Child("item") ?? line));
            case "item.completed":
                return DialogueStep.Of(_items.Completed(line.Child("item") ?? line));
            case "turn.completed":
                return Completed(line);
            case "turn.failed":
                return Failed(line.Child("error")?.Text("message") ?? "it did not say why");
            case "error":
                return DialogueStep.Of(new RunnerEvent { Category = RunnerEventCategory.Error, Text = EventText.Bounded(line.Text("message") ?? "it did not say what") });
            case var other:
                return AgentLines.Unknown(other);
        }
    }

    // A thread in which no turn was begun cannot be resumed, so its id is told only now.
    private DialogueStep Started()
    {
        if (_thread is null || _thread == SessionId || _thread is ['-', ..])
        {
            return DialogueStep.Nothing;
        }

        SessionId = _thread;
        return DialogueStep.Of(new RunnerEvent { Category = RunnerEventCategory.Session, Text = $"Thread {_thread}", Id = _thread });
    }

    private DialogueStep Completed(JsonElement line)
    {
        (_completed, _failure) = (true, null);
        List<RunnerEvent> events = [];
        if (line.Child("usage") is { } usage)
        {
            _tokens = SinceResumed(new CostLedger
            {
                InputTokens = usage.Number("input_tokens"),
                CachedTokens = usage.Number("cached_input_tokens"),
                OutputTokens = usage.Number("output_tokens"),
            });
            events.Add(UsageEvent.Of(Cost));
        }

        events.Add(new RunnerEvent { Category = RunnerEventCategory.Result, Text = EventText.Bounded(_items.LastMessage ?? "Done"), Metadata = new JsonObject { ["success"] = true } });
        return DialogueStep.Of(events);
    }

    private DialogueStep Failed(string why)
    {
        (_completed, _failure) = (false, EventText.Bounded(why, 1_000));
        return DialogueStep.Of(new RunnerEvent { Category = RunnerEventCategory.Result, Text = EventText.Bounded(why), Metadata = new JsonObject { ["success"] = false } });
    }

    // A resumed thread counts on from where it was; a version that begins again shows less than there was already.
    private CostLedger SinceResumed(CostLedger told) =>
        start is { ResumeSession: not null, Earlier: { } before } && told.InputTokens >= before.InputTokens && told.OutputTokens >= before.OutputTokens
            ? told with
            {
                InputTokens = told.InputTokens - before.InputTokens,
                CachedTokens = Math.Max(0, told.CachedTokens - before.CachedTokens),
                OutputTokens = told.OutputTokens - before.OutputTokens,
            }
            : told;
}
