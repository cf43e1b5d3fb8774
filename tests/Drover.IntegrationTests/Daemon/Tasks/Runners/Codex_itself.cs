using Drover.Contracts.Tasks;
using Drover.Daemon.Configuration;
using Drover.Daemon.Features.Tasks.Runners;
using Drover.Daemon.Features.Tasks.Runners.Codex;
using Drover.TestKit;
using Drover.TestKit.Agents;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Tasks.Runners;

/// <summary>The real Codex with a model that stands in.</summary>
public sealed class Codex_itself : IDisposable
{
    private readonly TempDir _home = new();
    private readonly TempDir _folder = new();

    public void Dispose()
    {
        _home.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Runs_a_command_and_tells_of_it()
    {
        await using var model = StandInModel.With(ModelTurn.Exec("echo hi | tee said.txt"), new ModelTurn.Says("Said it."));
        await using var run = Start(model, "--say hi");
        Assert.Equal(RunnerOutcome.Good("Said it."), await run.EndAsync());
        Assert.Equal("hi\n", await File.ReadAllTextAsync(_folder["said.txt"], TestContext.Current.CancellationToken));
        Assert.Contains("echo hi | tee said.txt", Assert.Single(run.Of(RunnerEventCategory.ToolCall)).Command, StringComparison.Ordinal);
        Assert.Equal("hi\n", Assert.Single(run.Of(RunnerEventCategory.ToolResult)).Text);
        Assert.Contains("\"--say hi\"", await model.AskedAsync(), StringComparison.Ordinal);
        Assert.Equal(new CostLedger { InputTokens = 200, CachedTokens = 100, OutputTokens = 40, ToolCalls = 1 }, run.Dialogue.Cost);
    }

    [Fact]
    public async Task Tells_of_the_files_it_changes()
    {
        await using var model = StandInModel.With(
            ModelTurn.Exec("apply_patch <<'EOF'\n*** Begin Patch\n*** Add File: new.txt\n+fresh\n*** End Patch\nEOF"),
            new ModelTurn.Says("Patched."));
        await using var run = Start(model, "add a file");
        Assert.True((await run.EndAsync()).IsSuccess);
        Assert.EndsWith("/new.txt", Assert.Single(Assert.Single(run.Of(RunnerEventCategory.FileChange)).Paths), StringComparison.Ordinal);
        Assert.Equal("fresh\n", await File.ReadAllTextAsync(_folder["new.txt"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Goes_on_with_its_thread_and_counts_only_what_is_new()
    {
        await using var model = StandInModel.With(new ModelTurn.Says("First."), new ModelTurn.Says("Second."));
        await using var first = Start(model, "begin");
        Assert.True((await first.EndAsync()).IsSuccess);
        var session = first.Dialogue.SessionId;
        Assert.NotNull(session);

        await using var second = Start(model, "-and go on", start => start with { ResumeSession = session, Earlier = first.Dialogue.Cost });
        Assert.Equal(RunnerOutcome.Good("Second."), await second.EndAsync());
        Assert.Equal(session, second.Dialogue.SessionId);
        await model.AskedAsync();
        var asked = await model.AskedAsync();
        Assert.Contains("First.", asked, StringComparison.Ordinal);
        Assert.Contains("\"-and go on\"", asked, StringComparison.Ordinal);
        Assert.Equal(new CostLedger { InputTokens = 100, CachedTokens = 50, OutputTokens = 20 }, second.Dialogue.Cost);
    }

    [Fact]
    public async Task A_thread_that_nobody_knows_is_a_failure_that_says_so()
    {
        await using var model = StandInModel.With(new ModelTurn.Says("Never said."));
        await using var run = Start(model, "go on", start => start with { ResumeSession = "0199a213-81c0-7800-8aa1-bbab2a035a53" });
        var outcome = await run.EndAsync();
        Assert.False(outcome.IsSuccess);
        Assert.Contains("0199a213-81c0-7800-8aa1-bbab2a035a53", outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_megabyte_of_prompt_arrives_whole()
    {
        // Codex itself takes no more than 2^20 characters.
        var prompt = "-" + string.Concat(Enumerable.Repeat("word ", 200_000));
        await using var model = StandInModel.With(new ModelTurn.Says("Long."));
        await using var run = Start(model, prompt);
        Assert.True((await run.EndAsync()).IsSuccess);
        Assert.Contains(prompt, await model.AskedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_breaks_off_is_a_failure()
    {
        await using var model = StandInModel.With(ModelTurn.Exec("echo 1 > one.txt"), new ModelTurn.Breaks());
        await using var run = Start(model, "try");
        var outcome = await run.EndAsync();
        Assert.False(outcome.IsSuccess);
        Assert.StartsWith("The agent failed: ", outcome.Reason, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder["one.txt"]));
        Assert.NotNull(run.Dialogue.SessionId);
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

    private AgentRun Start(StandInModel model, string prompt, Func<RunnerStart, RunnerStart>? change = null)
    {
        var runner = new CodexRunner(new RunnerConfig { Name = "codex", Command = [AgentPrograms.Codex], Args = AgentPrograms.CodexArguments(model), Env = AgentPrograms.CodexEnvironment(_home.Path) });
        var start = new RunnerStart { Prompt = prompt, Folder = _folder.Path };
        return AgentRun.Start(runner, change?.Invoke(start) ?? start, new Dictionary<string, string>(StringComparer.Ordinal));
    }
}
