using System.Text.Json;
using Drover.Contracts.Tasks;
using Drover.Supervision.Logs;
using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Features.Tasks.Runners.Claude;

/// <summary>
/// Speaks with <c>claude -p --input-format stream-json</c>. The prompt is said only when the agent has agreed to ask before it uses tools; stdin is closed
/// when every message was dealt with, which lets it end.
/// </summary>
internal sealed class ClaudeDialogue(RunnerStart start) : IRunnerDialogue
{
    private readonly AgentLines _lines = new();
    private readonly ClaudeMessages _messages = new();
    private readonly ClaudeRequests _requests = new(start.AllowedMcpTools);
    private readonly ClaudeWork _work = new();
    private readonly ClaudeCost _cost = new(start);
    private bool _begun;
    private bool _closed;
    private int _pings;
    private string? _ping;
    private string? _refusal;
    private ClaudeResult? _result;

    public string? SessionId { get; private set; }

    public CostLedger Cost => _cost.Ledger with { ToolCalls = _messages.Calls };

    public DialogueStep Line(LogStream stream, ReadOnlySpan<byte> line, bool continued) => _lines.Take(stream, line, continued, Read);

    public DialogueStep Unfinished(LogStream stream, ReadOnlySpan<byte> text) => DialogueStep.Nothing;

    public DialogueStep Answer(string requestId, ApprovalDecision decision, string? message) =>
        _requests.Answer(requestId, decision, message) is { } bytes && !_closed ? DialogueStep.Write(bytes) : DialogueStep.Nothing;

    public bool Listens => _begun && !_closed;

    public DialogueStep? Reply(string message)
    {
        if (!Listens)
        {
            return null;
        }

        _work.Said();
        _ping = null;
        return DialogueStep.Write(ClaudeFrames.User(message));
    }

    public RunnerOutcome End(ProcessExit exit)
    {
        if (_refusal is { } refusal)
        {
            return RunnerOutcome.Bad(refusal, _messages.Last);
        }

        if (_result is not { } result)
        {
            return RunnerOutcome.Bad(_lines.WithoutResult(exit), _messages.Last);
        }

        if (result.Failure is { } failure)
        {
            return RunnerOutcome.Bad(failure, result.Text ?? _messages.Last);
        }

        return exit.IsSuccess
            ? RunnerOutcome.Good(result.Text ?? _messages.Last)
            : RunnerOutcome.Bad($"The agent gave its result, but then {Endings.Of(exit)}.", result.Text ?? _messages.Last);
    }

    private DialogueStep Read(JsonElement line)
    {
        switch (line.Text("type"))
        {
            case "control_response":
                return Responded(line);
            case "control_request":
                return _requests.Asked(line);
            case "control_cancel_request":
                return _requests.Cancelled(line);
            case "system":
                return System(line);
            case "assistant":
                _cost.Estimate(line);
                return DialogueStep.Of(_messages.Assistant(line));
            case "user" when line.Flag("isReplay"):
                _work.Taken();
                return DialogueStep.Nothing;
            case "user":
                return DialogueStep.Of(_messages.User(line));
            case "result":
                return Result(line);
            case "conversation_reset":
                _cost.StartAgain();
                return SessionIs(line.Text("new_conversation_id"));
            case "rate_limit_event":
                return DialogueStep.Of(ClaudeMessages.RateLimit(line));
            // Pieces of messages that come whole as well, echoes, and bookkeeping.
            case "stream_event" or "transcript_mirror" or "command_lifecycle" or "keep_alive":
                return DialogueStep.Nothing;
            case var other:
                return AgentLines.Unknown(other);
        }
    }

    private DialogueStep Responded(JsonElement line)
    {
        var response = line.Child("response") ?? default;
        if (_ping is not null && response.Text("request_id") == _ping)
        {
            _closed = true;
            return new DialogueStep([], [], ClosesInput: true);
        }

        if (response.Text("request_id") != ClaudeFrames.InitializeId || _begun || _closed)
        {
            return DialogueStep.Nothing;
        }

        if (response.Text("subtype") == "success")
        {
            _begun = true;
            _work.Said();
            return DialogueStep.Write(ClaudeFrames.User(start.Prompt));
        }

        // It would use tools without asking: it is not given the prompt.
        _closed = true;
        _refusal = $"The agent does not agree to ask before it uses tools: {EventText.Bounded(response.Text("error") ?? "it did not say why", 500)}";
        return new DialogueStep([new RunnerEvent { Category = RunnerEventCategory.Error, Text = _refusal }], [], ClosesInput: true);
    }

    private DialogueStep System(JsonElement line)
    {
        var subtype = line.Text("subtype");
        _work.Note(subtype, line);
        if (subtype != "init")
        {
            return ClaudeMessages.System(subtype, line) is { } events ? DialogueStep.Of(events) : AgentLines.Unknown($"system: {subtype}");
        }

        // A turn begins.
        _ping = null;
        var session = SessionIs(line.Text("session_id"));
        return _requests.Foreign(line) is { } foreign ? DialogueStep.Of([.. session.Events, foreign]) : session;
    }

    private DialogueStep SessionIs(string? id)
    {
        if (id is null or "" or ['-', ..] || id == SessionId)
        {
            return DialogueStep.Nothing;
        }

        SessionId = id;
        return DialogueStep.Of(new RunnerEvent { Category = RunnerEventCategory.Session, Text = $"Conversation {id}", Id = id });
    }

    private DialogueStep Result(JsonElement line)
    {
        _cost.Take(line);
        _result = ClaudeResult.Of(line, _messages.Failure);
        _work.Answered(line);
        List<RunnerEvent> events = [UsageEvent.Of(Cost), _result.Event(line)];
        if (!_begun || !_work.IsDone || _closed)
        {
            return DialogueStep.Of(events);
        }

        if (_work.HadAgents)
        {
            // The end of one may begin another turn right now; when this is answered before one has begun, none will.
            _ping = FormattableString.Invariant($"drover-idle-{++_pings}");
            return new DialogueStep(events, [ClaudeFrames.Ping(_ping)]);
        }

        _closed = true;
        return new DialogueStep(events, [], ClosesInput: true);
    }
}
