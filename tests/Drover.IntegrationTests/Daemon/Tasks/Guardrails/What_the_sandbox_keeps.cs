using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;
using Drover.Daemon.Features.Tasks.Guardrails;
using Drover.Daemon.Sandboxing;
using Drover.Supervision.Identity;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Tasks.Guardrails;

public sealed class What_the_sandbox_keeps
{
    private static readonly string[] Network = ["tcp", "loopback", "udp", "dns"];
    private static readonly string[] Secrets = ["key", "netrc", "variable"];
    private static readonly string[] Files = ["outside", "homeFile", "checkout"];
    private static readonly string[] Git = ["refs", "config", "hook"];
    private static readonly string[] Daemon = ["socket", "database"];
    private static readonly string[] Always = ["inside", "temp", "notes", "status"];

    [Fact]
    public async Task Nothing_that_is_forbidden_can_be_done_under_the_default_policy()
    {
        using var ground = new SandboxGround();
        var (found, effective) = await ground.ProbeAsync(new TaskPolicy());
        Assert.True(effective.Sandboxed);
        AssertDone(found, Always);
        AssertNotDone(found, [.. Network, .. Secrets, .. Files, .. Git, .. Daemon, "token", "pointer"]);
        AssertTrue(effective, found);
    }

    [Fact]
    public async Task What_is_allowed_can_be_done_and_the_daemon_stays_out_of_reach()
    {
        using var ground = new SandboxGround();
        var (found, effective) = await ground.ProbeAsync(new TaskPolicy { Preset = "full" });
        AssertDone(found, [.. Always, .. Network, .. Secrets, .. Git]);
        AssertNotDone(found, [.. Files, .. Daemon, "token"]);
        AssertTrue(effective, found);
    }

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    public async Task Each_permission_opens_its_own_thing_only(bool network, bool git, bool secrets)
    {
        using var ground = new SandboxGround();
        var (found, effective) = await ground.ProbeAsync(new TaskPolicy { AllowNetwork = network, AllowGitWrite = git, AllowSecrets = secrets });
        Assert.All(Network, probe => Assert.Equal(network, found[probe]));
        Assert.All(Git, probe => Assert.Equal(git, found[probe]));
        Assert.All(Secrets, probe => Assert.Equal(secrets, found[probe]));
        AssertNotDone(found, [.. Files, .. Daemon]);
        AssertTrue(effective, found);
    }

    [Fact]
    public async Task Without_the_sandbox_the_effective_policy_says_that_nothing_of_it_is_kept()
    {
        using var ground = new SandboxGround();
        var (found, effective) = await ground.ProbeAsync(new TaskPolicy { Sandbox = SandboxDemand.Off });
        Assert.False(effective.Sandboxed);
        Assert.NotNull(effective.Reason);
        AssertDone(found, [.. Always, .. Network, .. Secrets, .. Files, .. Git, .. Daemon]);
        Assert.False(found["token"]);
        AssertTrue(effective, found);
    }

    [Fact]
    public async Task A_task_in_place_cannot_touch_the_repository_it_works_in()
    {
        using var ground = new SandboxGround();
        var request = ground.Request(new TaskPolicy(), "echo x > b.txt && cat a.txt; git commit -q --allow-empty -m x; echo x > .git/config; rm -rf .git; git log --oneline | wc -l") with { Worktree = ground["repo"], Folder = ground["repo"] };
        var launch = (await ground.Sandbox().PrepareAsync(request)).Value;
        await using var program = RunningProgram.Start(SandboxGround.StartOf(launch, ground["repo"]));
        var result = await program.EndAsync();
        Assert.Equal("a1", result.Output.Replace("\n", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal));
        Assert.True(File.Exists(ground["repo/b.txt"]));
        Assert.Contains("[core]", await File.ReadAllTextAsync(ground["repo/.git/config"], TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_inside_ends_with_bubblewrap_and_is_found_by_the_marker()
    {
        using var ground = new SandboxGround();
        var run = Guid.NewGuid();
        var launch = (await ground.Sandbox().PrepareAsync(ground.Request(new TaskPolicy(), "setsid sleep 1000 & (sleep 1000 &) ; echo up; sleep 1000"))).Value;
        var start = SandboxGround.StartOf(launch, ground["data"]);
        start.Environment["DROVER_RUN_ID"] = run.ToString("D");
        await using (var program = RunningProgram.Start(start))
        {
            await program.LineAsync("up");
            Assert.True(Members(run).Count >= 4);
            Assert.Contains(run, AttemptDescent.RunsOf(Members(run)[^1].Pid));
        }

        await Patience.UntilAsync(() => Members(run).Count == 0);
    }

    [Fact]
    public async Task A_polite_signal_passes_bubblewrap_by_and_reaches_the_command()
    {
        using var ground = new SandboxGround();
        var launch = (await ground.Sandbox().PrepareAsync(ground.Request(new TaskPolicy(), "trap 'echo bye; exit 7' TERM; echo up; while :; do sleep 0.05; done"))).Value;
        var run = Guid.NewGuid();
        var start = SandboxGround.StartOf(launch, ground["data"]);
        start.Environment["DROVER_RUN_ID"] = run.ToString("D");
        await using var program = RunningProgram.Start(start);
        await program.LineAsync("up");
        foreach (var member in Members(run))
        {
            using var kill = System.Diagnostics.Process.Start("kill", ["-TERM", member.Pid.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync(Patience.Token);
        }

        var result = await program.EndAsync();
        Assert.Equal(7, result.ExitCode);
        Assert.Contains("bye", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_demanded_sandbox_that_cannot_be_had_refuses_and_a_preferred_one_says_why()
    {
        using var ground = new SandboxGround();
        var nowhere = new SandboxProbe(TimeProvider.System, path: "/nonexistent");
        var sandbox = new TaskSandbox(nowhere, new SandboxSurroundings { Home = ground["home"], DaemonFolders = [], EgressRoot = ground["egress"], Relay = ["/bin/false"] });
        var request = ground.Request(new TaskPolicy(), "true");
        Assert.Equal(ErrorCodes.TaskSandboxUnavailable, (await sandbox.PrepareAsync(request)).Error!.Code);
        var launch = (await sandbox.PrepareAsync(request with { Demand = SandboxDemand.Prefer })).Value;
        Assert.Equal("/bin/sh", launch.Program);
        Assert.Contains("apt install bubblewrap", launch.EffectivePolicy.Reason, StringComparison.Ordinal);
    }

    private static IReadOnlyList<ProcessEntry> Members(Guid run) => ProcessTree.OfRun(ProcessTable.Read(), new RunMembership(run, null, null));

    // A rule that the sandbox keeps was not broken by any probe, and one that nobody keeps was by all.
    private static void AssertTrue(EffectivePolicy effective, IReadOnlyDictionary<string, bool> found)
    {
        foreach (var (rule, probes) in new[] { ("network", Network), ("files", Files), ("secrets", Secrets), ("git", Git), ("daemon", Daemon) })
        {
            var layer = effective.Enforced.Single(row => row.Rule == rule).Layer;
            Assert.All(probes, probe => Assert.True(found[probe] == (layer != "sandbox"), $"{rule} is kept by {layer}, and {probe} is {found[probe]}"));
        }
    }

    private static void AssertDone(IReadOnlyDictionary<string, bool> found, string[] probes) => Assert.All(probes, probe => Assert.True(found[probe], $"{probe} could not be done"));

    private static void AssertNotDone(IReadOnlyDictionary<string, bool> found, string[] probes) => Assert.All(probes, probe => Assert.False(found[probe], $"{probe} could be done"));
}
