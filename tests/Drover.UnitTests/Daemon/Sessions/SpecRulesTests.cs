using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Sessions.Specs;
using Xunit;

namespace Drover.UnitTests.Daemon.Sessions;

public sealed class SpecRulesTests
{
    private static readonly SessionSpec Good = new() { Command = ["node", "server.js"] };

    public static TheoryData<string, SessionSpec, string> Wrong => new()
    {
        { "nothing", new SessionSpec(), ErrorCodes.RequestCommandEmpty },
        { "empty list", new SessionSpec { Command = [] }, ErrorCodes.RequestCommandEmpty },
        { "blank program", new SessionSpec { Command = [" "] }, ErrorCodes.RequestCommandEmpty },
        { "blank shell", new SessionSpec { Shell = "  " }, ErrorCodes.RequestCommandEmpty },
        { "both", Good with { Shell = "ls" }, ErrorCodes.RequestCommandEmpty },
        { "nul in argument", new SessionSpec { Command = ["a", "b\0c"] }, ErrorCodes.RequestInvalidValue },
        { "null argument", new SessionSpec { Command = ["a", null!] }, ErrorCodes.RequestInvalidValue },
        { "empty label", Good with { Label = "" }, ErrorCodes.RequestInvalidValue },
        { "label that begins with a slash", Good with { Label = "/b" }, ErrorCodes.RequestInvalidValue },
        { "label with comma", Good with { Label = "a,b" }, ErrorCodes.RequestInvalidValue },
        { "label like an id", Good with { Label = Guid.Empty.ToString() }, ErrorCodes.RequestInvalidValue },
        { "long label", Good with { Label = new string('x', 101) }, ErrorCodes.RequestInvalidValue },
        { "odd variable", Good with { Env = new Dictionary<string, string>(StringComparer.Ordinal) { ["A=B"] = "" } }, ErrorCodes.RequestInvalidValue },
        { "null value", Good with { Env = new Dictionary<string, string>(StringComparer.Ordinal) { ["A"] = null! } }, ErrorCodes.RequestInvalidValue },
        { "negative debounce", Good with { DebounceMs = -1 }, ErrorCodes.RequestInvalidValue },
        { "negative grace", Good with { Stop = new StopSpec { GraceMs = -1 } }, ErrorCodes.RequestInvalidValue },
        { "unknown signal", Good with { Stop = new StopSpec { Signal = "NOPE" } }, ErrorCodes.RequestUnknownSignal },
        { "two probes", Good with { Ready = new ProbeSpec { Log = "x", AfterMs = 1 } }, ErrorCodes.RequestInvalidValue },
        { "no probe", Good with { Ready = new ProbeSpec() }, ErrorCodes.RequestInvalidValue },
        { "bad regex", Good with { Ready = new ProbeSpec { Log = "(" } }, ErrorCodes.RequestInvalidPattern },
        { "no url", Good with { Ready = new ProbeSpec { Http = "localhost:80" } }, ErrorCodes.RequestInvalidValue },
        { "live by log", Good with { Live = new ProbeSpec { Log = "x" } }, ErrorCodes.RequestInvalidValue },
        { "memory limit", Good with { Limits = new LimitsSpec { MemoryBytes = 1 } }, ErrorCodes.RequestInvalidValue },
        { "restart backoff", Good with { Restart = new RestartSpec { BackoffMs = -1 } }, ErrorCodes.RequestInvalidValue },
        { "pty without stdin", Good with { Pty = true, Stdin = StdinKind.Null }, ErrorCodes.RequestInvalidValue },
        { "blank dependency", Good with { DependsOn = [""] }, ErrorCodes.RequestInvalidValue },
        { "wait without pattern", Good with { Wait = new WaitRequest { For = WaitFor.Output } }, ErrorCodes.RequestMissingField },
        { "long wait", Good with { Wait = new WaitRequest { TimeoutMs = 3_600_001 } }, ErrorCodes.RequestInvalidValue },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Each_thing_that_is_wrong_has_its_code(string what, SessionSpec spec, string code) => Assert.True(SpecRules.Check(spec)?.Code == code, what);

    [Fact]
    public void A_full_and_right_spec_passes() => Assert.Null(SpecRules.Check(Good with
    {
        Label = "web server",
        Env = new Dictionary<string, string>(StringComparer.Ordinal) { ["spring.profiles.active"] = "dev", ["EMPTY"] = "" },
        Ready = new ProbeSpec { Http = "http://localhost:$PORT/health" },
        Live = new ProbeSpec { Exec = ["true"] },
        Stop = new StopSpec { Signal = "SIGINT", GraceMs = 0 },
        Wait = new WaitRequest { For = WaitFor.Ready },
    }));
}
