using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Sessions.Limits;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Sessions.Limits;

/// <summary>On folders that look like a cgroup file system: few machines let a test make real ones.</summary>
public sealed class SessionCgroupsTests : IDisposable
{
    private static readonly LimitsSpec Limits = new() { MemoryBytes = 1 << 28, CpuPercent = 150 };
    private readonly TempDir _mount = new();
    private readonly Guid _session = Guid.NewGuid();

    public void Dispose() => _mount.Dispose();

    [Fact]
    public void The_group_is_made_beside_the_daemons_own_with_the_limits_in_it()
    {
        _mount.Write("app.slice/cgroup.controllers", "memory cpu");
        var folder = new SessionCgroups(_mount.Path, "/app.slice/drover.scope").Prepare(_session, Limits).Value;

        Assert.Equal(_mount[$"app.slice/drover-{_session}"], folder);
        Assert.Equal("268435456", File.ReadAllText(Path.Combine(folder, "memory.max")));
        Assert.Equal("150000 100000", File.ReadAllText(Path.Combine(folder, "cpu.max")));
        Assert.Equal("+memory +cpu", File.ReadAllText(_mount["app.slice/cgroup.subtree_control"]));
    }

    [Fact]
    public void A_run_that_the_memory_limit_killed_is_told()
    {
        _mount.Write("app.slice/cgroup.controllers", "memory cpu");
        var cgroups = new SessionCgroups(_mount.Path, "/app.slice/drover.scope");
        var folder = cgroups.Prepare(_session, Limits).Value;

        File.WriteAllText(Path.Combine(folder, "memory.events"), "oom 0\noom_kill 0\n");
        Assert.Null(cgroups.Finish(_session, Limits));
        File.WriteAllText(Path.Combine(folder, "memory.events"), "oom 3\noom_kill 1\n");
        Assert.Equal("its memory limit of 268435456 bytes was reached", cgroups.Finish(_session, Limits));
    }

    [Fact]
    public void Without_a_writable_group_the_reason_is_said()
    {
        Assert.Equal(ErrorCodes.ProcessLimitsUnavailable, new SessionCgroups(_mount.Path, null).Prepare(_session, Limits).Error?.Code);
        Assert.Contains("no cgroup v2", new SessionCgroups(_mount.Path, "/").Prepare(_session, Limits).Error?.Message, StringComparison.Ordinal);
    }
}
