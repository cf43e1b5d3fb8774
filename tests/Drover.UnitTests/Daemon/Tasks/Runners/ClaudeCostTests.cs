using Drover.Contracts.Tasks;
using Drover.Daemon.Features.Tasks.Runners.Claude;
using Xunit;

namespace Drover.UnitTests.Daemon.Tasks.Runners;

/// <summary>Totals of Claude Code, which are those of a process in one version and those of a conversation in another.</summary>
public sealed class ClaudeCostTests
{
    private static readonly CostLedger Before = new() { InputTokens = 320, CachedTokens = 100, OutputTokens = 40, EstimatedCents = 20 };

    [Fact]
    public void Totals_of_a_process_are_not_added_up()
    {
        var claude = new ClaudeDialogue(Talk.Start);
        claude.Hear(Result(0.1, 20, 100, 20), Result(0.3, 30, 250, 50));
        Assert.Equal((250, 50, 30), (claude.Cost.InputTokens, claude.Cost.OutputTokens, claude.Cost.EstimatedCents));
    }

    [Fact]
    public void A_total_that_was_restored_on_resuming_begins_with_what_was_counted_before()
    {
        var claude = Resumed();
        claude.Hear(Result(0.3, 20, 420, 60));
        Assert.Equal((100, 20, 10), (claude.Cost.InputTokens, claude.Cost.OutputTokens, Math.Round(claude.Cost.EstimatedCents!.Value, 6)));
    }

    [Fact]
    public void A_total_that_begins_again_on_resuming_is_taken_as_it_is()
    {
        var claude = Resumed();
        claude.Hear(Result(0.5, 80, 900, 80));
        Assert.Equal((900, 80, 50), (claude.Cost.InputTokens, claude.Cost.OutputTokens, claude.Cost.EstimatedCents));
    }

    [Fact]
    public void What_is_told_for_a_turn_alone_needs_no_guess()
    {
        var claude = Resumed();
        claude.Hear(Talk.Recorded("claude-resumed.jsonl"));
        Assert.Equal((320, 40), (claude.Cost.InputTokens, claude.Cost.OutputTokens));
        Assert.Equal(0.172, claude.Cost.EstimatedCents!.Value, 6);
    }

    [Fact]
    public void A_conversation_that_is_reset_keeps_what_was_spent()
    {
        var claude = new ClaudeDialogue(Talk.Start);
        claude.Hear(Result(0.1, 20, 100, 20), """{"type":"conversation_reset","new_conversation_id":"n"}""", Result(0.05, 10, 50, 10));
        Assert.Equal((150, 30, 15), (claude.Cost.InputTokens, claude.Cost.OutputTokens, Math.Round(claude.Cost.EstimatedCents!.Value, 6)));
        Assert.Equal("n", claude.SessionId);
    }

    [Fact]
    public void A_total_that_gets_smaller_has_begun_again()
    {
        var claude = new ClaudeDialogue(Talk.Start);
        claude.Hear(Result(0.1, 20, 100, 20), Result(0.05, 10, 50, 10));
        Assert.Equal(30, claude.Cost.OutputTokens);
    }

    [Fact]
    public void Before_the_first_result_messages_tell_and_no_price()
    {
        var claude = new ClaudeDialogue(Talk.Start);
        const string Message = """{"type":"assistant","message":{"id":"m","content":[],"usage":{"input_tokens":7,"cache_read_input_tokens":3,"output_tokens":2}}}""";
        claude.Hear(Message, Message, Message.Replace("\"m\"", "\"n\"", StringComparison.Ordinal));
        Assert.Equal(new CostLedger { InputTokens = 20, CachedTokens = 6, OutputTokens = 4 }, claude.Cost);
    }

    private static ClaudeDialogue Resumed() => new(Talk.Start with { ResumeSession = "s", Earlier = Before });

    private static string Result(double usd, long ownOut, long totalIn, long totalOut) => FormattableString.Invariant(
        $$$"""{"type":"result","subtype":"success","total_cost_usd":{{{usd}}},"usage":{"input_tokens":90,"cache_read_input_tokens":10,"output_tokens":{{{ownOut}}}},"modelUsage":{"m":{"inputTokens":{{{totalIn - 10}}},"cacheReadInputTokens":10,"outputTokens":{{{totalOut}}} } } }""");
}
