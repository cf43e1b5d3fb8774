using Drover.Contracts.Tasks;
using Drover.Daemon.Features.Tasks.Runners;
using Drover.Daemon.Features.Tasks.Runners.Claude;
using Drover.Supervision.Logs;
using Drover.Supervision.Supervisor;
using Xunit;

namespace Drover.UnitTests.Daemon.Tasks.Runners;

/// <summary>The conversation with Claude Code over JSON lines.</summary>
public sealed class ClaudeDialogueTests
{
    private const string Agreed = """{"type":"control_response","response":{"subtype":"success","request_id":"drover-initialize","response":{}}}""";
    private const string Asks = """{"type":"control_request","request_id":"r1","request":{"subtype":"can_use_tool","tool_name":"Bash","input":{"command":"ls  'ä'","timeout":1.50},"tool_use_id":"t1"}}""";
    private const string Good = """{"type":"result","subtype":"success","is_error":false,"result":"done","session_id":"s"}""";

    private static readonly ProcessExit Well = new ProcessExit.Exited(0);

    private readonly ClaudeDialogue _claude = new(Talk.Start);

    [Fact]
    public void A_whole_recorded_conversation()
    {
        var steps = _claude.Hear(Talk.Recorded("claude-tools.jsonl"));
        Assert.Equal(
            [
                "session Conversation 877b1c8a-957a-43d…", "tool_call Bash", "approval_request Bash", "tool_result Bash",
                "tool_call Write", "approval_request Write", "tool_result Write", "file_change Write",
                "message all done", "usage 480 tokens in, 60 out", "result all done",
            ],
            steps.Events().Short());
        Assert.Equal(["/repo/b2.txt"], steps.Events()[7].Paths);

        // The prompt, and the two answers of the hook.
        var writes = steps.SelectMany(step => step.Writes).Select(bytes => Talk.Json(bytes)).ToList();
        Assert.Equal("do it", writes[0].GetProperty("message").GetProperty("content").GetString());
        Assert.Equal(["ask", "ask"], writes.Skip(1).Select(write => write.GetProperty("response").GetProperty("response").GetProperty("hookSpecificOutput").GetProperty("permissionDecision").GetString()));
        Assert.Equal(3, writes.Count);
        Assert.Single(steps, step => step.ClosesInput);
        Assert.Equal(new CostLedger { InputTokens = 480, CachedTokens = 150, OutputTokens = 60, ToolCalls = 2, EstimatedCents = 0.258 }, _claude.Cost);
        Assert.Equal(RunnerOutcome.Good("all done"), _claude.End(Well));
    }

    [Fact]
    public void Every_kind_of_line_is_known_and_what_is_not_is_no_error()
    {
        var steps = _claude.Hear(Talk.Recorded("claude-everything.jsonl"));
        Assert.Equal(
            [
                "session Conversation s1", "message Let me see", "message I will look.", "tool_call web_search", "message Look at the docs", "tool_call Read", "tool_result Read",
                "error Rate limit (five_hour): allowe…", "message The docs are fine", "message The conversation was shortened…", "unknown system: something_new",
                "approval_request AskUserQuestion", "approval_withdrawn AskUserQuestion", "unknown control_request: mcp_message", "message API Error", "error rate_limit: API Error",
                "unknown brand_new_event", "usage 130 tokens in, 50 out", "result All is well",
            ],
            steps.Events().Short());
        Assert.Equal("# A\n[image]", steps.Events()[6].Text);
        Assert.Equal("Tabs or blanks?", steps.Events()[11].Text);
        Assert.Equal("error", Talk.Json(steps.SelectMany(step => step.Writes).ToList()[^2]).GetProperty("response").GetProperty("subtype").GetString());
        Assert.Equal(50, _claude.Cost.EstimatedCents);
    }

    [Fact]
    public void The_prompt_is_not_said_before_the_agent_has_agreed_to_ask()
    {
        Assert.Empty(_claude.Hear("""{"type":"system","subtype":"init","session_id":"s"}""")[0].Writes);
        Assert.Null(_claude.Reply("too early"));
        Assert.Single(_claude.Hear(Agreed)[0].Writes);
        Assert.Empty(_claude.Hear(Agreed)[0].Writes);
    }

    [Fact]
    public void An_agent_that_does_not_agree_is_given_nothing_and_has_failed()
    {
        var step = _claude.Hear("""{"type":"control_response","response":{"subtype":"error","request_id":"drover-initialize","error":"no hooks here"}}""")[0];
        Assert.True(step.ClosesInput);
        Assert.Empty(step.Writes);
        Assert.Equal("The agent does not agree to ask before it uses tools: no hooks here", _claude.End(Well).Reason);
    }

    [Fact]
    public void What_is_allowed_is_what_was_asked_for_to_the_letter()
    {
        var asked = _claude.Hear(Agreed, Asks).Events()[0];
        Assert.Equal(("r1", "Bash", "ls  'ä'"), (asked.Id, asked.Tool, asked.Command));
        var answer = Assert.Single(_claude.Answer("r1", ApprovalDecision.Allow, null).Writes);
        Assert.Equal("""{"type":"control_response","response":{"subtype":"success","request_id":"r1","response":{"behavior":"allow","updatedInput":{"command":"ls  'ä'","timeout":1.50}}}}""" + "\n", Talk.Text(answer));
    }

    [Fact]
    public void A_refusal_says_why()
    {
        _claude.Hear(Agreed, Asks);
        var answer = Talk.Json(Assert.Single(_claude.Answer("r1", ApprovalDecision.Deny, "not \"here\"\n").Writes));
        Assert.Equal("not \"here\"\n", answer.GetProperty("response").GetProperty("response").GetProperty("message").GetString());
    }

    [Fact]
    public void A_request_is_answered_once_and_not_after_it_was_withdrawn()
    {
        _claude.Hear(Agreed, Asks);
        Assert.Single(_claude.Answer("r1", ApprovalDecision.AllowSession, null).Writes);
        Assert.Empty(_claude.Answer("r1", ApprovalDecision.Deny, null).Writes);
        _claude.Hear(Asks.Replace("r1", "r2", StringComparison.Ordinal), """{"type":"control_cancel_request","request_id":"r2"}""");
        Assert.Empty(_claude.Answer("r2", ApprovalDecision.Allow, null).Writes);
    }

    [Fact]
    public void The_answer_to_a_question_goes_back_with_the_question()
    {
        _claude.Hear(Agreed, """{"type":"control_request","request_id":"q","request":{"subtype":"can_use_tool","tool_name":"AskUserQuestion","input":{"questions":[{"question":"Which?"}]}}}""");
        var input = Talk.Json(Assert.Single(_claude.Answer("q", ApprovalDecision.Allow, "The first").Writes)).GetProperty("response").GetProperty("response").GetProperty("updatedInput");
        Assert.Equal("""{"questions":[{"question":"Which?"}],"answers":{"Which?":"The first"}}""", input.GetRawText());
    }

    [Fact]
    public void Tools_of_other_MCP_servers_are_refused_without_asking_anybody()
    {
        var claude = new ClaudeDialogue(Talk.Start with { AllowedMcpTools = ["mcp__github__get_issue", "jira"] });
        var init = """{"type":"system","subtype":"init","session_id":"s","tools":["Bash","mcp__github__get_issue","mcp__jira__find","mcp__jirax__find","mcp__github__close"]}""";
        var told = claude.Hear(Agreed, init).Events()[1];
        Assert.EndsWith("mcp__jirax__find, mcp__github__close", told.Text, StringComparison.Ordinal);
        var asks = """{"type":"control_request","request_id":"h","request":{"subtype":"hook_callback","callback_id":"drover-ask","input":{"tool_name":"mcp__github__close"}}}""";
        Assert.Contains("\"deny\"", Talk.Text(claude.Hear(asks)[0].Writes[0]), StringComparison.Ordinal);
        Assert.Contains("\"ask\"", Talk.Text(claude.Hear(asks.Replace("github__close", "jira__find", StringComparison.Ordinal))[0].Writes[0]), StringComparison.Ordinal);
        var may = claude.Hear(Asks.Replace("Bash", "mcp__github__close", StringComparison.Ordinal))[0];
        Assert.Contains("\"deny\"", Talk.Text(Assert.Single(may.Writes)), StringComparison.Ordinal);
    }

    [Fact]
    public void Stdin_stays_open_for_a_message_that_was_said_during_a_turn_and_not_taken_into_it()
    {
        _claude.Hear(Agreed);
        Assert.Single(_claude.Reply("and that")!.Writes);
        Assert.False(_claude.Hear("""{"type":"user","message":{"role":"user","content":"do it"},"isReplay":true}""", Good)[1].ClosesInput);
        Assert.True(_claude.Hear(Good)[0].ClosesInput);
        Assert.Null(_claude.Reply("too late"));
    }

    [Fact]
    public void A_message_that_was_taken_into_the_turn_needs_none_of_its_own()
    {
        _claude.Hear(Agreed);
        _claude.Reply("and that");
        var replayed = """{"type":"user","message":{"role":"user","content":"x"},"isReplay":true}""";
        Assert.True(_claude.Hear(replayed, replayed, Good)[2].ClosesInput);
    }

    [Fact]
    public void Agents_in_the_background_keep_stdin_open_and_servers_do_not()
    {
        _claude.Hear(Agreed, """{"type":"system","subtype":"task_started","task_id":"b","task_type":"local_bash"}""");
        Assert.True(_claude.Hear(Good)[0].ClosesInput);

        var other = new ClaudeDialogue(Talk.Start);
        other.Hear(Agreed, """{"type":"system","subtype":"task_started","task_id":"a","task_type":"local_agent"}""");
        Assert.Empty(other.Hear(Good)[0].Writes);
        other.Hear("""{"type":"system","subtype":"task_updated","task_id":"a","patch":{"status":"completed"}}""");
        Assert.Contains("drover-idle-1", Talk.Text(other.Hear(Good)[0].Writes[0]), StringComparison.Ordinal);
    }

    [Fact]
    public void After_background_agents_stdin_is_closed_only_when_no_turn_follows()
    {
        _claude.Hear(Agreed, """{"type":"system","subtype":"background_tasks_changed","tasks":[{"task_id":"a","task_type":"local_agent"}]}""", """{"type":"system","subtype":"background_tasks_changed","tasks":[]}""");
        const string Answer = """{"type":"control_response","response":{"subtype":"success","request_id":"drover-idle-1"}}""";
        Assert.False(_claude.Hear(Good)[0].ClosesInput);
        Assert.False(_claude.Hear("""{"type":"system","subtype":"init","session_id":"s"}""", Answer)[1].ClosesInput);
        Assert.Single(_claude.Hear(Good)[0].Writes);
        Assert.True(_claude.Hear(Answer.Replace("idle-1", "idle-2", StringComparison.Ordinal))[0].ClosesInput);
        Assert.Null(_claude.Reply("too late"));
    }

    [Fact]
    public void A_turn_that_is_queued_keeps_stdin_open()
    {
        _claude.Hear(Agreed);
        Assert.False(_claude.Hear(Good.Replace("\"result\":\"done\"", "\"queued_turn_count\":1", StringComparison.Ordinal))[0].ClosesInput);
        Assert.True(_claude.Hear(Good)[0].ClosesInput);
    }

    [Fact]
    public void A_turn_that_a_background_agent_began_answers_nobodys_message()
    {
        _claude.Hear(Agreed);
        _claude.Reply("and that");
        var begun = Good.Replace("\"result\":\"done\"", "\"origin\":{\"kind\":\"task-notification\"}", StringComparison.Ordinal);
        Assert.False(_claude.Hear(Good, begun)[1].ClosesInput);
        Assert.True(_claude.Hear(Good)[0].ClosesInput);
    }

    [Theory]
    [InlineData("""{"type":"result","subtype":"error_max_turns","is_error":false}""", "The agent reached the most turns it may take.")]
    [InlineData("""{"type":"result","subtype":"error_during_execution","is_error":true,"errors":["No conversation found"]}""", "The agent failed: No conversation found")]
    [InlineData("""{"type":"result","subtype":"success","is_error":true,"result":"Invalid API key"}""", "The agent failed (success): Invalid API key")]
    public void A_result_may_be_a_failure_whatever_the_exit_code(string result, string reason)
    {
        _claude.Hear(Agreed, result);
        Assert.Equal(reason, _claude.End(Well).Reason);
        Assert.Equal(reason, _claude.End(new ProcessExit.Exited(1)).Reason);
    }

    [Fact]
    public void Without_a_result_the_last_complaint_tells_why()
    {
        _claude.Line(LogStream.Stderr, "error: unknown option '--replay-user-messages'");
        Assert.Equal("The agent exited with code 1 without a result: error: unknown option '--replay-user-messages'", _claude.End(new ProcessExit.Exited(1)).Reason);
    }

    [Fact]
    public void The_same_lines_make_the_same_conversation_again()
    {
        var again = new ClaudeDialogue(Talk.Start);
        var first = _claude.Hear(Talk.Recorded("claude-everything.jsonl"));
        var second = again.Hear(Talk.Recorded("claude-everything.jsonl"));
        Assert.Equal(first.SelectMany(step => step.Writes).Select(Talk.Text), second.SelectMany(step => step.Writes).Select(Talk.Text));
        Assert.Equal(first.Events().Short(), second.Events().Short());
        Assert.Equal(_claude.Cost, again.Cost);
    }

    [Theory]
    [InlineData("""{"type":"assistant"}""")]
    [InlineData("""{"type":"assistant","message":{"content":"text"}}""")]
    [InlineData("""{"type":"assistant","message":{"id":1,"content":[1,null,{"type":"tool_use"},{"type":"text","text":"\udc00"}],"usage":7}}""")]
    [InlineData("""{"type":"user","message":{"content":[{"type":"tool_result"},{"type":"tool_result","content":[1]}]}}""")]
    [InlineData("""{"type":"control_request"}""")]
    [InlineData("""{"type":"control_request","request_id":"x","request":{"subtype":"can_use_tool"}}""")]
    [InlineData("""{"type":"control_request","request_id":"x","request":{"subtype":"hook_callback"}}""")]
    [InlineData("""{"type":"result","modelUsage":[],"usage":"x","errors":{},"total_cost_usd":"free"}""")]
    [InlineData("""{"type":"result","modelUsage":{"m":1},"model_usage_since_last_result":{"m":[]}}""")]
    [InlineData("""{"type":"system","subtype":"init","session_id":"-x","tools":[1,{}]}""")]
    [InlineData("""{"type":"rate_limit_event"}""")]
    [InlineData("""{"type":"conversation_reset"}""")]
    [InlineData("""{"type":"assistant","message":{"content":[{"type":"tool_use","input":{"a":1,"a":2}}]}}""")]
    [InlineData("""{"type":"assistant","message":{"content":[""")]
    [InlineData("[SandboxDebug] something")]
    public void Strange_lines_are_never_an_error(string line)
    {
        _claude.Hear(Agreed, line);
        Assert.Null(_claude.SessionId);
        _claude.End(Well);
    }
}
