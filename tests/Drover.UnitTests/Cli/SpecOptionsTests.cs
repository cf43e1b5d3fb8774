using Drover.Cli.CommandLine;
using Drover.Cli.Commands.Sessions;
using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Xunit;

namespace Drover.UnitTests.Cli;

public sealed class SpecOptionsTests
{
    [Fact]
    public void Every_field_of_the_contract_has_an_option()
    {
        var spec = Spec(
            "--watch", "src", "-w", "lib", "--debounce", "2s", "-e", "A=1", "-e", "B=x=y", "--env-file", "my.env", "--cwd", "/tmp", "--label", "web", "--ready", "log:up",
            "--ready-timeout", "5s", "--live", "port:80", "--live-interval", "3s", "--restart", "on-failure", "--max-restarts", "3", "--restart-window", "1m", "--backoff", "100",
            "--max-backoff", "2s", "--port", "auto", "--pty", "--merge", "--stdin", "null", "--stop-signal", "INT", "--grace", "4s", "--depends-on", "db", "--memory", "512M", "--cpu", "150",
            "--ext", "ts,tsx", "--ext", "css", "--ignore", "*.tmp", "--base-env", "none", "--", "npm", "run", "dev", "--port", "3");

        Assert.Equal(["npm", "run", "dev", "--port", "3"], spec.Command!);
        Assert.Equal([Path.GetFullPath("src"), Path.GetFullPath("lib")], spec.Watch!);
        Assert.Equal(2000, spec.DebounceMs);
        Assert.Equal(new Dictionary<string, string>(StringComparer.Ordinal) { ["A"] = "1", ["B"] = "x=y" }, spec.Env!);
        Assert.Equal((Path.GetFullPath("my.env"), "/tmp", "web"), (spec.EnvFile, spec.Cwd, spec.Label));
        Assert.Equal(new ProbeSpec { Log = "up", TimeoutMs = 5000 }, spec.Ready);
        Assert.Equal(new ProbeSpec { Port = new ProbePort(80), IntervalMs = 3000 }, spec.Live);
        Assert.Equal(new RestartSpec { Policy = RestartPolicyKind.OnFailure, Max = 3, WindowMs = 60_000, BackoffMs = 100, MaxBackoffMs = 2000 }, spec.Restart);
        Assert.Equal((SessionPort.Auto, true, true, StdinKind.Null), (spec.Port, spec.Pty, spec.Merge, spec.Stdin));
        Assert.Equal(new StopSpec { Signal = "INT", GraceMs = 4000 }, spec.Stop);
        Assert.Equal(new LimitsSpec { MemoryBytes = 512 << 20, CpuPercent = 150 }, spec.Limits);
        Assert.Equal([new Dependency("db")], spec.DependsOn!);
        Assert.Equal(["ts", "tsx", "css"], spec.Ext!);
        Assert.Equal(["*.tmp"], spec.Ignore!);
        Assert.Equal(BaseEnvironment.None, spec.BaseEnv);
    }

    [Fact]
    public void What_is_not_said_is_left_to_the_daemon_but_the_folder_and_the_environment_are_the_callers()
    {
        var spec = Spec("--", "true");

        Assert.Equal(Environment.CurrentDirectory, spec.Cwd);
        Assert.Equal(Environment.GetEnvironmentVariable("PATH"), spec.BaseEnv!.Variables!["PATH"]);
        Assert.Equal(new SessionSpec { Command = spec.Command, Cwd = spec.Cwd, BaseEnv = spec.BaseEnv }, spec);
    }

    [Theory]
    [InlineData("npm run dev --label x")]
    [InlineData("-- npm run dev --label x")]
    [InlineData("--label web npm run dev --label x")]
    [InlineData("--label=web -w src -- npm run dev --label x")]
    public void Options_behind_the_program_are_the_programs(string line)
        => Assert.Equal(["npm", "run", "dev", "--label", "x"], Spec(line.Split(' ')).Command!);

    [Fact]
    public void A_second_separator_belongs_to_the_program()
        => Assert.Equal(["npm", "test", "--", "--watch"], Spec("--", "npm", "test", "--", "--watch").Command!);

    [Theory]
    [InlineData(ErrorCodes.RequestCommandEmpty)]
    [InlineData(ErrorCodes.RequestCommandEmpty, "--shell", "a | b", "--", "x")]
    [InlineData(ErrorCodes.RequestUsage, "-e", "NOT_SET_ANYWHERE_I_HOPE", "--", "x")]
    [InlineData(ErrorCodes.RequestUsage, "-e", "=x", "--", "x")]
    [InlineData(ErrorCodes.RequestUsage, "--ready", "nonsense", "--", "x")]
    [InlineData(ErrorCodes.RequestUsage, "--ready-timeout", "5s", "--", "x")]
    public void What_cannot_be_is_refused_with_its_code(string code, params string[] words) => Assert.Equal(code, Parse(words).Error!.Code);

    [Theory]
    [InlineData("--restart", "sometimes")]
    [InlineData("--debounce", "fast")]
    [InlineData("--memory", "lots")]
    [InlineData("--no-such-option")]
    public void A_wrong_option_is_told_by_the_parser(params string[] words) => Assert.Throws<ArgumentException>(() => Parse([.. words, "--", "x"]));

    private static SessionSpec Spec(params string[] words) => Parse(words).Value;

    private static Result<SessionSpec> Parse(params string[] words)
    {
        var options = new SpecOptions();
        var command = new CliCommand("serve") { Tail = "PROGRAM", Run = _ => Task.FromResult(0) };
        options.AddTo(command);
        using var call = Parsing.Of(command, words);
        return options.ToSpec(call);
    }
}
