using Drover.Contracts.Projects;
using Drover.Contracts.Sessions;
using Drover.Daemon.Projects;
using Xunit;

namespace Drover.UnitTests.Daemon.Projects;

public sealed class ProjectStatesTests
{
    private static readonly ProjectProcessStatus Runs = Process(SessionState.Running);
    private static readonly ProjectProcessStatus Ready = Process(SessionState.Running, SessionHealth.Ready);
    private static readonly ProjectProcessStatus Ended = Process(SessionState.Exited);
    private static readonly ProjectProcessStatus HasRun = Ended with { Once = true };
    private static readonly ProjectProcessStatus Never = Ended with { Session = null };

    [Fact]
    public void All_that_is_wanted_runs_or_has_run() => Assert.Equal(ProjectState.Up, ProjectStates.Of([Runs, Ready, HasRun]));

    [Fact]
    public void Something_is_on_its_way()
    {
        Assert.Equal(ProjectState.Changing, ProjectStates.Of([Runs, Process(SessionState.Starting)]));
        Assert.Equal(ProjectState.Changing, ProjectStates.Of([Process(SessionState.Running, SessionHealth.Waiting)]));
        Assert.Equal(ProjectState.Changing, ProjectStates.Of([Ended, Process(SessionState.Stopping)]));
    }

    [Fact]
    public void Some_run_and_some_do_not()
    {
        Assert.Equal(ProjectState.Partial, ProjectStates.Of([Runs, Ended]));
        Assert.Equal(ProjectState.Partial, ProjectStates.Of([Process(SessionState.Running, SessionHealth.Unhealthy)]));
        Assert.Equal(ProjectState.Partial, ProjectStates.Of([Runs, Never]));
    }

    [Fact]
    public void Nothing_runs()
    {
        Assert.Equal(ProjectState.Down, ProjectStates.Of([Never, Ended, HasRun]));
        Assert.Equal(ProjectState.Down, ProjectStates.Of([]));
    }

    [Fact]
    public void What_was_removed_from_the_file_and_has_ended_does_not_count() =>
        Assert.Equal(ProjectState.Up, ProjectStates.Of([Runs, Ended with { InFile = false }]));

    private static ProjectProcessStatus Process(SessionState state, SessionHealth health = SessionHealth.None) => new()
    {
        Name = "x",
        DependsOn = new Dictionary<string, DependencyCondition>(),
        Session = new SessionSummary { Id = "x", State = state, Health = health, Command = ["x"], Cwd = "/", ExitCode = state == SessionState.Exited ? 0 : null },
    };
}
