using Drover.Contracts.Errors;
using Drover.Daemon.Configuration;
using Drover.Daemon.Features.Tasks.Runners;
using Xunit;

namespace Drover.UnitTests.Daemon.Tasks.Runners;

/// <summary>What is started for a task.</summary>
public sealed class LaunchTests
{
    private static readonly RunnerStart Start = Talk.Start with { Prompt = "-rf is a prompt" };

    [Fact]
    public void Codex_reads_its_prompt_from_stdin_which_is_closed()
    {
        var launch = Of("codex", Start with { UsesOwnSandbox = true });
        Assert.Equal("codex exec --json --skip-git-repo-check -c approval_policy=\"never\" -s workspace-write -C /repo -", Line(launch));
        Assert.Equal("-rf is a prompt", Talk.Text(launch.Input));
        Assert.True(launch.ClosesInput);
    }

    [Fact]
    public void Codex_resumes_with_its_options_before_the_word()
    {
        var launch = Of("codex", Start with { ResumeSession = "t1", Model = "m", UsesOwnSandbox = true, AllowNetwork = true });
        Assert.EndsWith("--model=m -c sandbox_workspace_write.network_access=true -s workspace-write -C /repo resume t1 -", Line(launch), StringComparison.Ordinal);
    }

    [Fact]
    public void Codex_leaves_its_sandbox_out_inside_another_one() => Assert.Contains(" -s danger-full-access ", Line(Of("codex", Start)), StringComparison.Ordinal);

    [Fact]
    public void Claude_gets_its_prompt_over_stdin_later_and_no_option_can_hide_in_an_id()
    {
        var launch = Of("claude-code", Start with { ResumeSession = "--x", AllowedMcpTools = ["a"] });
        Assert.EndsWith(" --strict-mcp-config --resume=--x", Line(launch), StringComparison.Ordinal);
        Assert.DoesNotContain(launch.Arguments, word => word.Contains("is a prompt", StringComparison.Ordinal));
        Assert.Contains("\"initialize\"", Talk.Text(launch.Input), StringComparison.Ordinal);
        Assert.False(launch.ClosesInput);
        Assert.Contains("CLAUDECODE", launch.NotInherited);
    }

    [Fact]
    public void A_prompt_of_a_megabyte_is_one_line()
    {
        var prompt = string.Concat(Enumerable.Repeat("a \"quoted\" line\n-ä\\ ", 50_000));
        var runner = new TaskRunners([]).Find("claude-code")!;
        var dialogue = runner.Begin(Start with { Prompt = prompt });
        var said = Assert.Single(dialogue.Hear("""{"type":"control_response","response":{"subtype":"success","request_id":"drover-initialize"}}""")[0].Writes);
        Assert.Equal(said.Length - 1, Array.IndexOf(said, (byte)'\n'));
        Assert.Equal(prompt, Talk.Json(said).GetProperty("message").GetProperty("content").GetString());
    }

    [Fact]
    public void The_shell_runs_a_command_as_a_login_shell_with_stdin_open()
    {
        var launch = Of("shell", Start with { Command = "read x; echo $x" });
        Assert.Equal(["-lc", "read x; echo $x"], launch.Arguments);
        Assert.Equal(("/bin/sh", false, null), (launch.Program, launch.ClosesInput, launch.Input));
    }

    [Fact]
    public void A_command_longer_than_the_system_takes_is_refused_beforehand()
    {
        var shell = new TaskRunners([]).Find("shell")!;
        Assert.Equal(ErrorCodes.RunnerArgumentTooLong, shell.Launch(Start with { Command = new string('a', 131_072) }).Error!.Code);
        Assert.True(shell.Launch(Start with { Command = new string('a', 131_071) }).IsSuccess);
        Assert.Equal(ErrorCodes.RunnerArgumentTooLong, shell.Launch(Start with { Command = "a\0b" }).Error!.Code);
    }

    [Theory]
    [InlineData("codex")]
    [InlineData("mine")]
    public void Who_cannot_be_held_to_a_list_of_MCP_tools_is_not_started_with_one(string name)
    {
        var runner = new TaskRunners([new RunnerConfig { Name = "mine", Command = ["mine"] }]).Find(name)!;
        Assert.Equal(ErrorCodes.RunnerToolsNotLimited, runner.Launch(Start with { AllowedMcpTools = ["a"] }).Error!.Code);
    }

    [Fact]
    public void The_configuration_adds_to_a_built_in_runner()
    {
        var config = new RunnerConfig { Name = "codex", Command = ["npx", "-y", "@openai/codex"], Args = ["--profile", "p"], Model = "m", Env = new Dictionary<string, string>(StringComparer.Ordinal) { ["A"] = "1" } };
        var launch = Of("codex", Start, config);
        Assert.StartsWith("npx -y @openai/codex exec --json --skip-git-repo-check -c approval_policy=\"never\" --profile p --model=m -s", Line(launch), StringComparison.Ordinal);
        Assert.Equal("1", launch.Environment["A"]);
        Assert.Contains("--model=other", Of("codex", Start with { Model = "other" }, config).Arguments);
    }

    [Fact]
    public void A_runner_of_the_configuration_gets_its_prompt_as_it_likes()
    {
        var config = new RunnerConfig { Name = "mine", Command = ["mine", "--in={folder}"], Args = ["-m", "{model}"], Model = "m" };
        var launch = Of("mine", Start, config);
        Assert.Equal("mine --in=/repo -m m", Line(launch));
        Assert.Equal("-rf is a prompt", Talk.Text(launch.Input));
        Assert.Equal("mine --in=/repo -m m -- -rf is a prompt", Line(Of("mine", Start, config with { Prompt = PromptBy.Argument })));
        var filed = Of("mine", Start with { ScratchFolder = "/scratch" }, config with { Prompt = PromptBy.File });
        Assert.Equal("mine --in=/repo -m m /scratch/prompt.md", Line(filed));
        Assert.Equal("-rf is a prompt", filed.Files["/scratch/prompt.md"]);
        Assert.Equal("mine --file=/repo/prompt.md", Line(Of("mine", Start, config with { Command = ["mine", "--file={prompt_file}"], Args = [], Prompt = PromptBy.File })));
    }

    [Fact]
    public void A_name_that_nobody_has_is_refused_with_those_there_are()
    {
        var runners = new TaskRunners([new RunnerConfig { Name = "mine", Command = ["mine"] }]);
        Assert.Null(runners.Find("Codex"));
        Assert.Contains("codex, claude-code, shell, mine", runners.Unknown("Codex").Message, StringComparison.Ordinal);
    }

    private static RunnerLaunch Of(string name, RunnerStart start, params RunnerConfig[] configs) => new TaskRunners(configs).Find(name)!.Launch(start).Value;

    private static string Line(RunnerLaunch launch) => string.Join(' ', [launch.Program, .. launch.Arguments]);
}
