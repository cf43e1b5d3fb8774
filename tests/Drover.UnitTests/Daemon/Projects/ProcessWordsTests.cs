using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Sessions.Readiness;
using Drover.Daemon.Projects;
using Drover.Supervision.Supervisor;
using Xunit;

namespace Drover.UnitTests.Daemon.Projects;

public sealed class ProcessWordsTests
{
    [Theory]
    [InlineData("Starting", "None", null, "starting")]
    [InlineData("Starting", "None", "waits for shop/db", "starting: waits for shop/db")]
    [InlineData("Backoff", "None", null, "in backoff: exited 1")]
    [InlineData("Stopping", "None", null, "being restarted")]
    [InlineData("Running", "None", null, "running")]
    [InlineData("Running", "Ready", null, "running")]
    [InlineData("Running", "Waiting", null, "running, not ready yet")]
    [InlineData("Running", "Unhealthy", null, "running, unhealthy: not ready within 5 s")]
    public void What_is_kept_is_told_as_it_is(string state, string health, string? note, string words)
    {
        var snapshot = new ProcessSnapshot { State = Enum.Parse<ProcessState>(state), Reason = "exited 1" };

        Assert.Equal(words, ProjectSessions.Say(snapshot, new HealthStatus(1, Enum.Parse<SessionHealth>(health), "not ready within 5 s"), note));
    }
}
