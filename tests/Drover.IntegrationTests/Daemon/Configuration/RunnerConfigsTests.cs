using Drover.Contracts.Errors;
using Drover.Daemon.Configuration;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Configuration;

/// <summary>The section <c>runners</c>, whose names are free.</summary>
public sealed class RunnerConfigsTests : IDisposable
{
    private readonly TempDir _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Runners_are_read_beside_other_keys()
    {
        _home.Write("config.yaml", """
            logs: { total_bytes: 3GiB }
            runners:
              codex: { model: m1, env: { CODEX_HOME: "/a, b" } }
              aider:
                command: [aider, "--x=a,b", ""]
                args: [--message-file, "{prompt_file}"]
                prompt: file
              plain: { command: plain }
            """);
        var config = Load().Value;
        Assert.Equal("3GiB", config[ConfigKeys.LogsTotalBytes].Value);
        Assert.Equal(["codex", "aider", "plain"], config.Runners.Select(runner => runner.Name));
        Assert.Equal(("m1", "/a, b"), (config.Runners[0].Model, config.Runners[0].Env["CODEX_HOME"]));
        Assert.Equal(["aider", "--x=a,b", ""], config.Runners[1].Command);
        Assert.Equal(["--message-file", "{prompt_file}"], config.Runners[1].Args);
        Assert.Equal((PromptBy.File, PromptBy.Stdin), (config.Runners[1].Prompt, config.Runners[2].Prompt));
        Assert.Equal(["plain"], config.Runners[2].Command);
    }

    [Fact]
    public void Without_the_section_there_are_none()
    {
        _home.Write("config.yaml", "sessions.grace_ms: 5\n");
        Assert.Empty(Load().Value.Runners);
    }

    [Theory]
    [InlineData("[codex]", ":1: runners must be a mapping")]
    [InlineData("{ Codex: {} }", ":1: the name of a runner")]
    [InlineData("{ -x: {} }", ":1: the name of a runner")]
    [InlineData("{ codex: gpt }", ":1: runners.codex must be a mapping")]
    [InlineData("{ codex: { modell: x } }", ":1: there is no key runners.codex.modell. Known: command, args, env, model, prompt")]
    [InlineData("{ codex: { model: [x] } }", ":1: runners.codex.model must be a name")]
    [InlineData("{ codex: { command: \"npx codex\" } }", ":1: runners.codex.command must be a list of words")]
    [InlineData("{ codex: { command: [] } }", ":1: runners.codex.command must be a list of words")]
    [InlineData("{ codex: { args: { a: b } } }", ":1: runners.codex.args must be a list of words")]
    [InlineData("{ codex: { env: [A=1] } }", ":1: runners.codex.env must be a mapping")]
    [InlineData("{ mine: { command: [x], prompt: telepathy } }", ":1: runners.mine.prompt is stdin, argument or file")]
    [InlineData("{ mine: { command: [x], prompt: 7 } }", ":1: runners.mine.prompt is stdin, argument or file")]
    [InlineData("{ mine: { model: x } }", ":1: runners.mine needs a command")]
    public void What_is_wrong_is_told_with_its_line(string section, string told)
    {
        var file = _home.Write("config.yaml", $"runners: {section}\n");
        var error = Load().Error!;
        Assert.Equal(ErrorCodes.DaemonConfigInvalid, error.Code);
        Assert.Contains(file + told, error.Message, StringComparison.Ordinal);
    }

    private Result<DaemonConfig> Load() => DaemonConfig.Load(TestDaemon.PathsIn(_home), null, _ => null, new Dictionary<string, string>(StringComparer.Ordinal));
}
