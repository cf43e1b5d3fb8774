using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Drover.Contracts.Json;
using Drover.Contracts.Tasks;
using Drover.Daemon.Configuration;
using Drover.Daemon.Features.Tasks.Runners;
using Drover.Daemon.Features.Tasks.Runners.Probing;
using Drover.TestKit;
using Drover.TestKit.Agents;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Tasks.Runners;

/// <summary><c>GET /runners</c>: found out by running them.</summary>
public sealed class Who_can_do_tasks : IDisposable
{
    private static readonly RunnerConfig NoCodex = new() { Name = "codex", Command = ["/nonexistent/codex"] };
    private static readonly RunnerConfig NoClaude = new() { Name = "claude-code", Command = ["/nonexistent/claude"] };

    private readonly TempDir _home = new();
    private readonly ManualTimeProvider _time = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task The_real_agents_tell_their_version_and_that_nobody_has_logged_in()
    {
        var agents = new { HOME = _home.Folder("user"), CODEX_HOME = _home.Folder("codex"), ANTHROPIC_API_KEY = "" };
        _home.Write("config.yaml", "runners: " + JsonSerializer.Serialize(new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["codex"] = new { command = new[] { AgentPrograms.Codex }, env = agents },
            ["claude-code"] = new { command = new[] { AgentPrograms.Claude }, env = agents },
        }));
        await using var daemon = await TestDaemon.StartInAsync(_home);
        var rows = await daemon.Client.GetFromJsonAsync("/runners", DroverJson.Default.IReadOnlyListRunner, Patience.Token);

        Assert.Equal(["codex", "claude-code", "shell"], rows!.Select(row => row.Name));
        Assert.All(rows!, row => Assert.True(row.Available, row.Reason));
        Assert.StartsWith("codex-cli 0.", rows![0].Version, StringComparison.Ordinal);
        Assert.EndsWith("(Claude Code)", rows[1].Version, StringComparison.Ordinal);
        Assert.Equal([RunnerLogin.Missing, RunnerLogin.Missing, RunnerLogin.Ok], rows.Select(row => row.Login));
        Assert.Contains("codex login", rows[0].Reason, StringComparison.Ordinal);
        Assert.Equal(new RunnerCapabilities(Approvals: true, Resume: true, Stream: true, Cost: true), rows[1].Capabilities);
        Assert.False(rows[0].Capabilities.Approvals);

        using var wrong = await daemon.Client.GetAsync("/runners?fresh=1", Patience.Token);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    [Fact]
    public async Task A_key_in_the_configured_environment_is_a_login()
    {
        var rows = await ListAsync(
            new RunnerConfig { Name = "codex", Command = [AgentPrograms.Codex], Env = Env(("CODEX_HOME", _home.Folder("codex")), ("CODEX_API_KEY", "not-a-key")) },
            new RunnerConfig { Name = "claude-code", Command = [AgentPrograms.Claude], Env = Env(("ANTHROPIC_API_KEY", "not-a-key")) });
        Assert.Equal([RunnerLogin.Ok, RunnerLogin.Ok], rows.Take(2).Select(row => row.Login));
    }

    [Fact]
    public async Task What_is_not_there_or_does_not_run_says_so()
    {
        var broken = Script("broken", "echo no >&2; exit 3");
        var rows = await ListAsync(new RunnerConfig { Name = "codex", Command = [broken] }, NoClaude, new RunnerConfig { Name = "mine", Command = ["/bin/sh"] });
        Assert.Equal([false, false, true, true], rows.Select(row => row.Available));
        Assert.Equal($"{broken} --version exits 3.", rows[0].Reason);
        Assert.StartsWith("/nonexistent/claude is not there", rows[1].Reason, StringComparison.Ordinal);
        Assert.Equal((null, RunnerLogin.Unknown), (rows[3].Version, rows[3].Login));
    }

    [Fact]
    public async Task An_answer_is_good_for_a_minute()
    {
        var counts = Script("codex", $"echo x >> {_home["asked"]}; echo 1.0");
        using var probes = new RunnerProbes(new TaskRunners([new RunnerConfig { Name = "codex", Command = [counts] }, NoClaude]), _time);
        await probes.ListAsync(Patience.Token);
        _time.Advance(TimeSpan.FromSeconds(59));
        await Task.WhenAll(probes.ListAsync(Patience.Token), probes.ListAsync(Patience.Token));
        Assert.Equal(2, Asked());
        _time.Advance(TimeSpan.FromSeconds(2));
        await Task.WhenAll(probes.ListAsync(Patience.Token), probes.ListAsync(Patience.Token));
        Assert.Equal(4, Asked());

        // Its version and its login.
        int Asked() => File.ReadAllLines(_home["asked"]).Length;
    }

    [Fact]
    public async Task A_program_that_does_not_answer_is_ended()
    {
        var hangs = Script("codex", $"echo $$ > {_home["pid"]}; exec sleep 1000");
        using var probes = new RunnerProbes(new TaskRunners([new RunnerConfig { Name = "codex", Command = [hangs] }, NoClaude]), _time);
        var listing = probes.ListAsync(Patience.Token);
        await Patience.UntilAsync(() => File.Exists(_home["pid"]) && File.ReadAllText(_home["pid"]).EndsWith('\n'));
        _time.Advance(TimeSpan.FromSeconds(16));
        var row = (await listing.Patiently())[0];
        Assert.Equal((false, $"{hangs} did not answer within 15 seconds"), (row.Available, row.Reason));
        var pid = (await File.ReadAllTextAsync(_home["pid"], TestContext.Current.CancellationToken)).Trim();
        await Patience.UntilAsync(() => !Directory.Exists($"/proc/{pid}"));
    }

    [Fact]
    public async Task Marks_of_an_agent_that_the_daemon_runs_in_are_not_passed_on()
    {
        var shows = Script("claude", "echo \"${CLAUDECODE-none}\"");
        Environment.SetEnvironmentVariable("CLAUDECODE", "1");
        try
        {
            Assert.Equal("none", (await ListAsync(NoCodex, new RunnerConfig { Name = "claude-code", Command = [shows] }))[1].Version);
        }
        finally
        {
            Environment.SetEnvironmentVariable("CLAUDECODE", null);
        }
    }

    private async Task<IReadOnlyList<Runner>> ListAsync(params RunnerConfig[] configs)
    {
        using var probes = new RunnerProbes(new TaskRunners([.. configs.Select(WithHome)]), TimeProvider.System);
        return await probes.ListAsync(Patience.Token);
    }

    private RunnerConfig WithHome(RunnerConfig config) => config with { Env = new Dictionary<string, string>(config.Env, StringComparer.Ordinal) { ["HOME"] = _home.Path } };

    private string Script(string name, string text)
    {
        var path = _home.Write(name, $"#!/bin/sh\n{text}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    private static Dictionary<string, string> Env(params (string Name, string Value)[] variables) => variables.ToDictionary(variable => variable.Name, variable => variable.Value, StringComparer.Ordinal);
}
