using Drover.Cli.Output;
using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Sessions.Specs;
using Xunit;

namespace Drover.UnitTests.Cli;

public sealed class OptionWordsTests
{
    public static TheoryData<SessionSpec, string> Wrong => new()
    {
        { new SessionSpec { Shell = "x", DebounceMs = 600_000 }, "--debounce is a number from 0 to 60000." },
        { new SessionSpec { Shell = "x", Restart = new RestartSpec { WindowMs = 0 } }, "--restart-window is a number from 1" },
        { new SessionSpec { Shell = "x", Stop = new StopSpec { GraceMs = -1 } }, "--grace is a number from 0" },
        { new SessionSpec { Shell = "x", Ready = new ProbeSpec { Log = "(" } }, "--ready log: is not a regular expression" },
        { new SessionSpec { Shell = "x", Limits = new LimitsSpec { CpuPercent = 0 } }, "--cpu is a number from 1" },
        { new SessionSpec { Shell = "x", Ext = ["a/b"] }, "--ext is a list of file extensions" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_the_daemon_says_of_a_field_is_said_of_the_option(SessionSpec spec, string message) =>
        Assert.StartsWith(message, OptionWords.In(SpecRules.Check(spec)!), StringComparison.Ordinal);

    [Fact]
    public void What_is_not_about_a_field_stays_as_it_is()
    {
        var about = new Dictionary<string, string>(StringComparer.Ordinal) { ["field"] = "cwd" };

        Assert.Equal("The working directory /x does not exist.", OptionWords.In(new Error(ErrorCodes.RequestCwdNotFound, "The working directory /x does not exist.", about)));
        Assert.Equal("cwd is a path.", OptionWords.In(new Error(ErrorCodes.RequestInvalidValue, "cwd is a path.")));
    }
}
