using Drover.Contracts.Projects;
using Drover.Contracts.Sessions;
using Drover.Daemon.Projects.Plans;
using Xunit;

namespace Drover.UnitTests.Daemon.Projects;

public sealed class UpDecisionTests
{
    private const string Yaml = """
        processes:
          build: { shell: make, once: true }
          app: { shell: run, depends_on: { build: exited_ok } }
          peer: { shell: run, depends_on: { build: started } }
        """;

    [Theory]
    [InlineData("app", "Active", "keep, running")]
    [InlineData("app", "Ended", "start, not running: exited 1")]
    [InlineData("app", "EndedWell", "start, not running: exited 1")]
    [InlineData("app", "Stopping", "start, being stopped")]
    [InlineData("build", "EndedWell", "keep, has run")]
    [InlineData("build", "Ended", "start, not running: exited 1")]
    [InlineData("build", "Active", "keep, running")]
    public void Without_a_change_only_what_does_not_run_is_started(string process, string life, string decided) =>
        Assert.Equal(decided, Decide(process, Enum.Parse<ProcessLife>(life), spec => spec));

    [Theory]
    [InlineData("app", "Active", "restart, command changed")]
    [InlineData("app", "Ended", "start, not running: exited 1")]
    [InlineData("build", "EndedWell", "start, command changed")]
    public void A_change_restarts_what_runs_and_runs_once_more_what_has_run(string process, string life, string decided) =>
        Assert.Equal(decided, Decide(process, Enum.Parse<ProcessLife>(life), spec => spec with { Shell = "other" }));

    [Fact]
    public void What_never_ran_is_started() =>
        Assert.Equal(ProjectAction.Start, UpDecision.Decide(ProjectText.Good(Yaml).Find("app")!, new SessionSpec(), null, new Dictionary<string, ProjectChange>()).Action);

    [Fact]
    public void Who_waited_for_the_end_of_a_process_that_runs_again_is_restarted_and_nobody_else()
    {
        Assert.Equal("restart, build runs again", Decide("app", ProcessLife.Active, spec => spec, ProjectAction.Start));
        Assert.Equal("keep, running", Decide("peer", ProcessLife.Active, spec => spec, ProjectAction.Start));
        Assert.Equal("keep, running", Decide("app", ProcessLife.Active, spec => spec, ProjectAction.Keep));
    }

    private static string Decide(string name, ProcessLife life, Func<SessionSpec, SessionSpec> old, ProjectAction build = ProjectAction.Keep)
    {
        var wanted = ProjectText.Specs(Yaml).Value[name];
        var before = new Dictionary<string, ProjectChange>(StringComparer.Ordinal) { ["build"] = new() { Process = "build", Action = build, Because = "" } };
        var change = UpDecision.Decide(ProjectText.Good(Yaml).Find(name)!, wanted, new ProcessNow(old(wanted), life, "exited 1"), before);
        return $"{change.Action.ToString().ToLowerInvariant()}, {change.Because}";
    }
}
