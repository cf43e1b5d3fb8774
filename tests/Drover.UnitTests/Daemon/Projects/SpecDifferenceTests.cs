using Drover.Contracts.Sessions;
using Drover.Daemon.Projects.Plans;
using Xunit;

namespace Drover.UnitTests.Daemon.Projects;

public sealed class SpecDifferenceTests
{
    private static readonly SessionSpec Spec = new()
    {
        Command = ["node", "server.js"],
        Env = new Dictionary<string, string>(StringComparer.Ordinal) { ["KEPT"] = "1", ["SECRET"] = "old-value", ["GONE"] = "1" },
        Ready = new ProbeSpec { Http = "http://localhost:1/" },
        DependsOn = ["shop/db"],
    };

    [Fact]
    public void Equal_specs_do_not_differ_and_neither_does_the_environment_of_another_terminal()
    {
        Assert.Null(SpecDifference.Say(Spec, Spec with { Command = ["node", "server.js"], DependsOn = ["shop/db"] }));
        Assert.Null(SpecDifference.Say(Spec, Spec with { BaseEnv = BaseEnvironment.Of(new Dictionary<string, string> { ["SHLVL"] = "2" }) }));
    }

    [Fact]
    public void Names_of_what_changed_are_told_and_no_values()
    {
        var now = Spec with
        {
            Command = null,
            Shell = "node server.js",
            Env = new Dictionary<string, string>(StringComparer.Ordinal) { ["KEPT"] = "1", ["SECRET"] = "new-value", ["ADDED"] = "1" },
            Ready = null,
            DependsOn = [new Dependency("shop/db", DependencyCondition.Started)],
        };

        Assert.Equal("command changed, ready changed, depends_on changed, env ADDED added, env GONE removed, env SECRET changed", SpecDifference.Say(Spec, now));
    }
}
