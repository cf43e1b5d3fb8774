using Drover.Contracts.Tasks;
using Drover.Daemon.Configuration;
using Drover.Daemon.Features.Tasks.Runners;
using Drover.Daemon.Features.Tasks.Runners.Claude;
using Drover.Supervision.Supervisor;
using Drover.TestKit;
using Drover.TestKit.Agents;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Tasks.Runners;

/// <summary>The real Claude Code with a model that stands in.</summary>
public sealed class Claude_itself : IDisposable
{
    private readonly TempDir _home = new();
    private readonly TempDir _folder = new();

    public void Dispose()
    {
        _home.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Asks_before_each_tool_and_does_what_is_allowed()
    {
        await using var model = StandInModel.With(ModelTurn.Bash("echo hi | tee said.txt"), ModelTurn.Write(_folder["new.txt"], "fresh\n"), new ModelTurn.Says("Done both."));
        await using var run = Start(model, "--say hi");
        Assert.Equal(RunnerOutcome.Good("Done both."), await run.EndAsync());
        Assert.Equal("hi\n", await File.ReadAllTextAsync(_folder["said.txt"], TestContext.Current.CancellationToken));
        Assert.Equal("fresh\n", await File.ReadAllTextAsync(_folder["new.txt"], TestContext.Current.CancellationToken));
        Assert.Equal(["Bash", "Write"], run.Of(RunnerEventCategory.ApprovalRequest).Select(asked => asked.Tool));
        Assert.Equal("echo hi | tee said.txt", run.Of(RunnerEventCategory.ApprovalRequest).First().Command);
        Assert.Equal([_folder["new.txt"]], Assert.Single(run.Of(RunnerEventCategory.FileChange)).Paths);
        Assert.Contains("--say hi", await model.AskedAsync(), StringComparison.Ordinal);
        Assert.Equal((300, 150, 60, 2), (run.Dialogue.Cost.InputTokens, run.Dialogue.Cost.CachedTokens, run.Dialogue.Cost.OutputTokens, run.Dialogue.Cost.ToolCalls));
        Assert.True(run.Dialogue.Cost.EstimatedCents > 0);
    }

    [Fact]
    public async Task Does_not_do_what_is_refused_and_hears_why()
    {
        await using var model = StandInModel.With(ModelTurn.Bash("echo no > no.txt"), new ModelTurn.Says("Then not."));
        await using var run = Start(model, "try", decide: _ => (ApprovalDecision.Deny, "not in this house"));
        Assert.Equal(RunnerOutcome.Good("Then not."), await run.EndAsync());
        Assert.False(File.Exists(_folder["no.txt"]));
        await model.AskedAsync();
        Assert.Contains("not in this house", await model.AskedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_in_somebodys_settings_do_not_keep_it_from_asking()
    {
        const string Settings = """{"permissions":{"allow":["Bash(*)","Bash","Write"],"defaultMode":"bypassPermissions"}}""";
        _home.Write(".claude/settings.json", Settings);
        _folder.Write(".claude/settings.json", Settings);
        await using var model = StandInModel.With(ModelTurn.Bash("echo no > no.txt"), new ModelTurn.Says("Then not."));
        await using var run = Start(model, "try", decide: _ => (ApprovalDecision.Deny, null));
        await run.EndAsync();
        Assert.Single(run.Of(RunnerEventCategory.ApprovalRequest));
        Assert.False(File.Exists(_folder["no.txt"]));
    }

    [Fact]
    public async Task Goes_on_with_its_conversation_and_counts_only_what_is_new()
    {
        await using var model = StandInModel.With(new ModelTurn.Says("First."), new ModelTurn.Says("Second."));
        await using var first = Start(model, "begin");
        Assert.True((await first.EndAsync()).IsSuccess);

        await using var second = Start(model, "-and go on", start => start with { ResumeSession = first.Dialogue.SessionId, Earlier = first.Dialogue.Cost });
        Assert.Equal(RunnerOutcome.Good("Second."), await second.EndAsync());
        Assert.Equal(first.Dialogue.SessionId, second.Dialogue.SessionId);
        await model.AskedAsync();
        var asked = await model.AskedAsync();
        Assert.Contains("First.", asked, StringComparison.Ordinal);
        Assert.Contains("-and go on", asked, StringComparison.Ordinal);
        Assert.Equal(first.Dialogue.Cost, second.Dialogue.Cost);
    }

    [Fact]
    public async Task A_message_during_a_turn_is_heard_in_it_and_stdin_is_closed_after_it()
    {
        await using var model = StandInModel.With(ModelTurn.Bash("true"), new ModelTurn.Says("Heard."));
        await using var run = Start(model, "begin");
        run.Interruption = "and mind the gap";
        Assert.Equal(RunnerOutcome.Good("Heard."), await run.EndAsync());
        await model.AskedAsync();
        Assert.Contains("and mind the gap", await model.AskedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_in_the_background_asks_too_and_is_waited_for()
    {
        var agent = new ModelTurn.Uses("Task", """{"description":"look","prompt":"look around","subagent_type":"general-purpose","run_in_background":true}""");
        await using var model = StandInModel.With(agent, ModelTurn.Bash("echo a >> did.txt"), ModelTurn.Bash("echo b >> did.txt"), new ModelTurn.Says("All done."));
        await using var run = Start(model, "begin");
        Assert.Equal(RunnerOutcome.Good("All done."), await run.EndAsync());
        Assert.Equal(["Agent", "Bash", "Bash"], run.Of(RunnerEventCategory.ApprovalRequest).Select(asked => asked.Tool));
        Assert.Equal(["a", "b"], (await File.ReadAllLinesAsync(_folder["did.txt"], TestContext.Current.CancellationToken)).Order());
    }

    [Fact]
    public async Task What_a_person_answers_to_its_question_reaches_the_model()
    {
        var question = new ModelTurn.Uses("AskUserQuestion", """{"questions":[{"question":"Tabs or blanks?","header":"Style","multiSelect":false,"options":[{"label":"Tabs","description":"t"},{"label":"Blanks","description":"b"}]}]}""");
        await using var model = StandInModel.With(question, new ModelTurn.Says("As you like."));
        await using var run = Start(model, "begin", decide: _ => (ApprovalDecision.Allow, "Neither, elastic tabstops"));
        Assert.True((await run.EndAsync()).IsSuccess);
        Assert.Equal("Tabs or blanks?", Assert.Single(run.Of(RunnerEventCategory.ApprovalRequest)).Text);
        await model.AskedAsync();
        Assert.Contains("elastic tabstops", await model.AskedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Servers_of_the_repository_are_left_out_when_MCP_tools_are_named()
    {
        _folder.Write(".mcp.json", """{"mcpServers":{"evil":{"command":"/bin/sh","args":["-c","touch started; cat"]}}}""");
        await using var model = StandInModel.With(new ModelTurn.Says("Alone."));
        await using var run = Start(model, "try", start => start with { AllowedMcpTools = ["github.get_issue"] });
        Assert.True((await run.EndAsync()).IsSuccess);
        Assert.False(File.Exists(_folder["started"]));
        Assert.Empty(run.Of(RunnerEventCategory.Error));
    }

    [Fact]
    public async Task A_conversation_that_nobody_knows_is_a_failure_that_says_so()
    {
        await using var model = StandInModel.With(new ModelTurn.Says("Never said."));
        await using var run = Start(model, "go on", start => start with { ResumeSession = "0199a213-81c0-4800-8aa1-bbab2a035a53" });
        Assert.Contains("0199a213-81c0-4800-8aa1-bbab2a035a53", (await run.EndAsync()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_megabyte_of_prompt_arrives_whole()
    {
        var prompt = "-" + string.Concat(Enumerable.Repeat("word ", 200_000)) + "end";
        await using var model = StandInModel.With(new ModelTurn.Says("Long."));
        await using var run = Start(model, prompt);
        Assert.True((await run.EndAsync()).IsSuccess);
        Assert.Contains(prompt, await model.AskedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_breaks_off_is_a_failure()
    {
        await using var model = StandInModel.With(ModelTurn.Bash("echo 1 > one.txt"), new ModelTurn.Breaks());
        await using var run = Start(model, "try");
        Assert.False((await run.EndAsync()).IsSuccess);
        Assert.True(File.Exists(_folder["one.txt"]));
        Assert.NotNull(run.Dialogue.SessionId);
    }

    [Fact]
    public async Task A_key_that_is_refused_is_told()
    {
        await using var model = StandInModel.With(new ModelTurn.RefusesKey());
        await using var run = Start(model, "try");
        Assert.Contains("key", (await run.EndAsync()).Reason, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(run.Of(RunnerEventCategory.Error), happened => happened.Text.StartsWith("authentication_failed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_model_that_never_answers_is_ended_from_outside_and_gave_no_result()
    {
        await using var model = StandInModel.With(new ModelTurn.NeverAnswers());
        await using var run = Start(model, "try");
        await model.AskedAsync();
        run.Kill();
        Assert.StartsWith("The agent was killed by signal 9 without a result", (await run.EndAsync()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_it_printed_makes_the_same_conversation_again()
    {
        await using var model = StandInModel.With(ModelTurn.Bash("true"), new ModelTurn.Says("Done."));
        await using var run = Start(model, "try");
        var outcome = await run.EndAsync();
        var again = new ClaudeDialogue(new RunnerStart { Prompt = "try", Folder = _folder.Path });
        var events = new List<RunnerEvent>();
        foreach (var (stream, line) in run.Printed)
        {
            var step = again.Line(stream, line, continued: false);
            events.AddRange(step.Events);
            foreach (var asked in step.Events.Where(happened => happened.Category == RunnerEventCategory.ApprovalRequest))
            {
                again.Answer(asked.Id!, ApprovalDecision.Allow, null);
            }
        }

        Assert.Equal(run.Events.Select(happened => (happened.Category, happened.Text, happened.Id)), events.Select(happened => (happened.Category, happened.Text, happened.Id)));
        Assert.Equal((run.Dialogue.Cost, run.Dialogue.SessionId, outcome), (again.Cost, again.SessionId, again.End(new ProcessExit.Exited(0))));
    }

    private AgentRun Start(StandInModel model, string prompt, Func<RunnerStart, RunnerStart>? change = null, Func<RunnerEvent, (ApprovalDecision, string?)>? decide = null)
    {
        var runner = new ClaudeRunner(new RunnerConfig { Name = "claude-code", Command = [AgentPrograms.Claude], Env = AgentPrograms.ClaudeEnvironment(model, _home.Path) });
        var start = new RunnerStart { Prompt = prompt, Folder = _folder.Path };
        return AgentRun.Start(runner, change?.Invoke(start) ?? start, new Dictionary<string, string>(StringComparer.Ordinal), decide);
    }
}
