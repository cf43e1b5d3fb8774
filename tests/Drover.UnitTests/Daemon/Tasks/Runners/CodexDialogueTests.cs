using Drover.Contracts.Tasks;
using Drover.Daemon.Features.Tasks.Runners;
using Drover.Daemon.Features.Tasks.Runners.Codex;
using Drover.Supervision.Logs;
using Drover.Supervision.Supervisor;
using Xunit;

namespace Drover.UnitTests.Daemon.Tasks.Runners;

/// <summary>What the JSON lines of <c>codex exec</c> mean.</summary>
public sealed class CodexDialogueTests
{
    private static readonly ProcessExit Well = new ProcessExit.Exited(0);

    private readonly CodexDialogue _codex = new(Talk.Start);

    [Fact]
    public void A_command_is_called_and_gives_its_output()
    {
        var events = _codex.Hear(Talk.Recorded("codex-command.jsonl")).Events();
        Assert.Equal(["error Model metadata for `stub-model…", "session Thread 01a1fa65-099a-7c10-a2b6…", "tool_call shell", "tool_result shell", "message finished", "usage 300 tokens in, 60 out", "result finished"], events.Short());
        Assert.Equal("/bin/bash -lc 'echo hi > a.txt; echo out'", events[2].Command);
        Assert.Equal("out\n", events[3].Text);
        Assert.Equal(0L, (long)events[3].Metadata!["exit_code"]!);
        Assert.Equal("01a1fa65-099a-7c10-a2b6-e1eb7eba2d2d", _codex.SessionId);
        Assert.Equal(new CostLedger { InputTokens = 300, CachedTokens = 120, OutputTokens = 60, ToolCalls = 1 }, _codex.Cost);
        Assert.Equal(RunnerOutcome.Good("finished"), _codex.End(Well));
    }

    [Fact]
    public void Changed_files_are_named()
    {
        var change = Assert.Single(_codex.Hear(Talk.Recorded("codex-file-change.jsonl")).Events(), happened => happened.Category == RunnerEventCategory.FileChange);
        Assert.Equal(["/repo/n.txt"], change.Paths);
        Assert.Equal("add /repo/n.txt", change.Text);
    }

    [Fact]
    public void Every_kind_of_item_is_known_and_what_is_not_is_no_error()
    {
        var events = _codex.Hear(Talk.Recorded("codex-everything.jsonl")).Events();
        Assert.Equal(
            [
                "session Thread 0199a213-81c0-7800-8aa1…", "message **Looking at the tests**", "message [ ] Read [ ] Write", "message [x] Read [ ] Write",
                "tool_call mcp__github__get_issue", "tool_result mcp__github__get_issue", "tool_call mcp__github__close", "tool_result mcp__github__close",
                "tool_call web_search", "tool_result web_search", "tool_call spawn_agent", "tool_result spawn_agent", "tool_call shell", "tool_result shell",
                "file_change update /repo/a.cs, delete /rep…", "error the sandbox is slow today", "unknown item.plan.delta", "unknown item: plan", "error Reconnecting... 1/5",
                "message Done.", "usage 24763 tokens in, 122 out", "result Done.",
            ],
            events.Short());
        Assert.Equal("It is open", events[5].Text);
        Assert.Equal("not allowed", events[7].Text);
        Assert.Equal("declined", events[13].Text);
        Assert.Equal(["/repo/a.cs", "/repo/ä b.txt"], events[14].Paths);
        Assert.Equal(RunnerOutcome.Good("Done."), _codex.End(Well));
    }

    [Fact]
    public void A_resumed_thread_counts_on_and_what_was_counted_before_is_taken_off()
    {
        var codex = new CodexDialogue(Talk.Start with { ResumeSession = "x", Earlier = new CostLedger { InputTokens = 300, CachedTokens = 120, OutputTokens = 60 } });
        codex.Hear(Talk.Recorded("codex-resumed.jsonl"));
        Assert.Equal(new CostLedger { InputTokens = 100, CachedTokens = 40, OutputTokens = 20 }, codex.Cost);
    }

    [Fact]
    public void A_version_that_begins_to_count_again_is_believed()
    {
        var codex = new CodexDialogue(Talk.Start with { ResumeSession = "x", Earlier = new CostLedger { InputTokens = 500, OutputTokens = 90 } });
        codex.Hear(Talk.Recorded("codex-resumed.jsonl"));
        Assert.Equal(400, codex.Cost.InputTokens);
    }

    [Fact]
    public void A_thread_without_a_turn_cannot_be_resumed()
    {
        Assert.Empty(_codex.Hear("""{"type":"thread.started","thread_id":"t"}""").Events());
        Assert.Null(_codex.SessionId);
    }

    [Fact]
    public void A_turn_that_failed_is_a_failure_even_with_exit_code_0()
    {
        var events = _codex.Hear("""{"type":"turn.failed","error":{"message":"the model is gone"}}""").Events();
        Assert.Equal(["result the model is gone"], events.Short());
        Assert.Equal("The agent failed: the model is gone", _codex.End(Well).Reason);
    }

    [Fact]
    public void Without_a_result_the_last_complaint_tells_why()
    {
        _codex.Line(LogStream.Stderr, "Error: No such thread");
        _codex.Line(LogStream.Stderr, "");
        Assert.Equal(RunnerOutcome.Bad("The agent exited with code 0 without a result: Error: No such thread", null), _codex.End(Well));
    }

    [Fact]
    public void A_result_is_not_enough_when_the_process_ended_badly()
    {
        _codex.Hear("""{"type":"turn.completed","usage":null}""");
        Assert.Equal("The agent gave its result, but then was killed by signal 9.", _codex.End(new ProcessExit.Signaled(9)).Reason);
    }

    [Theory]
    [InlineData("""{"type":"turn.started" """)]
    [InlineData("""{"type":7,"item":[]}""")]
    [InlineData("""{"type":"item.completed"}""")]
    [InlineData("""{"type":"item.completed","item":"x"}""")]
    [InlineData("""{"type":"item.completed","item":{"type":"file_change","changes":{"path":1}}}""")]
    [InlineData("""{"type":"item.completed","item":{"type":"agent_message","text":{"a":1}}}""")]
    [InlineData("""{"type":"turn.completed","usage":{"input_tokens":"many","output_tokens":1e300}}""")]
    [InlineData("""{"type":"error","message":"\ud83d"}""")]
    [InlineData("""{"type":"thread.started","thread_id":"-rf"}""")]
    [InlineData("plain text")]
    [InlineData("[1,2]")]
    [InlineData("\0\u0001\ufffd")]
    [InlineData("")]
    public void Strange_lines_are_never_an_error(string line)
    {
        _codex.Hear(line);
        _codex.Hear("""{"type":"turn.started"}""");
        Assert.Null(_codex.SessionId);
    }

    [Fact]
    public void Nothing_is_ever_written_to_it()
    {
        Assert.Null(_codex.Reply("hello"));
        Assert.Same(DialogueStep.Nothing, _codex.Answer("x", ApprovalDecision.Allow, null));
    }

    [Fact]
    public void Long_lines_come_in_pieces_that_may_cut_a_letter()
    {
        var line = System.Text.Encoding.UTF8.GetBytes($$"""{"type":"item.completed","item":{"id":"i","type":"agent_message","text":"{{new string('ä', 100_000)}}"} }""");
        List<DialogueStep> steps = [];
        for (var from = 0; from < line.Length; from += 65_537)
        {
            var piece = line.AsSpan(from, Math.Min(65_537, line.Length - from));
            steps.Add(_codex.Line(LogStream.Stdout, piece, continued: from + piece.Length < line.Length));
        }

        var message = Assert.Single(steps.Events());
        Assert.Equal(new string('ä', EventText.MostCharacters) + "…", message.Text);
    }
}
