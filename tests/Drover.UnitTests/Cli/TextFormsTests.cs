using Drover.Cli.CommandLine;
using Drover.Cli.Commands.Sessions;
using Drover.Cli.Output;
using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Xunit;

namespace Drover.UnitTests.Cli;

public sealed class TextFormsTests
{
    [Theory]
    [InlineData("500", 500)]
    [InlineData("500ms", 500)]
    [InlineData("1.5s", 1500)]
    [InlineData("5m", 300_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("0", 0)]
    [InlineData("", null)]
    [InlineData("s", null)]
    [InlineData("-5", null)]
    [InlineData("5 s", null)]
    [InlineData("5sm", null)]
    [InlineData("999999h", null)]
    public void Times_are_milliseconds_or_have_a_unit(string text, int? milliseconds) => Assert.Equal(milliseconds, Values.TryMilliseconds(text));

    [Theory]
    [InlineData("1048576", 1048576L)]
    [InlineData("512K", 524288L)]
    [InlineData("512m", 536870912L)]
    [InlineData("1.5GiB", 1610612736L)]
    [InlineData("lots", null)]
    [InlineData("5X", null)]
    public void Sizes_are_bytes_or_have_a_unit(string text, long? bytes) => Assert.Equal(bytes, Values.TryBytes(text));

    [Theory]
    [InlineData("http://localhost:3000/health", "http://localhost:3000/health")]
    [InlineData("https://localhost/x", "https://localhost/x")]
    [InlineData("http::3000/health", "http://localhost:3000/health")]
    [InlineData("http:example.org/x", "http://example.org/x")]
    [InlineData("http:http://example.org/x", "http://example.org/x")]
    public void A_probe_by_http_takes_the_url_in_every_usual_form(string text, string url) => Assert.Equal(url, ProbeText.Parse(text, null, null).Value.Probe!.Http);

    [Fact]
    public void Probes_have_five_kinds()
    {
        Assert.Equal(new ProbeSpec { Log = "listening on: (.*)" }, Probe("log:listening on: (.*)"));
        Assert.Equal(new ProbeSpec { Port = new ProbePort(null) }, Probe("port"));
        Assert.Equal(new ProbeSpec { Port = new ProbePort(3000) }, Probe("port:3000"));
        Assert.Equal(["/bin/sh", "-c", "pg_isready -q"], Probe("exec:pg_isready -q").Exec!);
        Assert.Equal(new ProbeSpec { AfterMs = 2000 }, Probe("after:2s"));
    }

    [Theory]
    [InlineData("port:0")]
    [InlineData("port:65536")]
    [InlineData("port:http")]
    [InlineData("log:")]
    [InlineData("exec:")]
    [InlineData("after:soon")]
    [InlineData("http://")]
    [InlineData("ready")]
    public void What_is_no_probe_is_refused(string text) => Assert.False(ProbeText.Parse(text, null, null).IsSuccess);

    [Theory]
    [InlineData("ready", WaitFor.Ready)]
    [InlineData("running", WaitFor.Running)]
    [InlineData("exit", WaitFor.Exit)]
    [InlineData("output:a:b", WaitFor.Output)]
    [InlineData("quiet", WaitFor.Quiet)]
    [InlineData("quiet:2s", WaitFor.Quiet)]
    public void Waits_have_five_kinds(string text, WaitFor kind) => Assert.Equal(kind, WaitOptions.Parse(text, 1000).Value.Request!.For);

    [Fact]
    public void A_wait_keeps_pattern_and_times()
    {
        Assert.Equal("a:b", WaitOptions.Parse("output:a:b", null).Value.Request!.Pattern);
        Assert.Equal((2000, 7), (WaitOptions.Parse("quiet:2s", 7).Value.Request!.QuietMs, WaitOptions.Parse("quiet:2s", 7).Value.Request!.TimeoutMs));
        Assert.False(WaitOptions.Parse("output", null).IsSuccess);
    }

    [Theory]
    [InlineData(WaitOutcome.Ready, null, WaitFor.Ready, 0)]
    [InlineData(WaitOutcome.Matched, null, WaitFor.Output, 0)]
    [InlineData(WaitOutcome.Quiet, null, WaitFor.Quiet, 0)]
    [InlineData(WaitOutcome.Timeout, null, WaitFor.Ready, 124)]
    [InlineData(WaitOutcome.Failed, null, WaitFor.Ready, 1)]
    [InlineData(WaitOutcome.Exited, 0, WaitFor.Ready, 1)]
    [InlineData(WaitOutcome.Exited, 0, WaitFor.Exit, 0)]
    [InlineData(WaitOutcome.Exited, 42, WaitFor.Exit, 42)]
    [InlineData(WaitOutcome.Exited, null, WaitFor.Exit, 1)]
    public void A_wait_for_the_end_passes_the_exit_code_through(WaitOutcome outcome, int? code, WaitFor wanted, int exit)
        => Assert.Equal(exit, WaitOutput.ExitCodeOf(new WaitResult { Outcome = outcome, State = SessionState.Exited, ExitCode = code }, wanted));

    [Fact]
    public void A_wrong_wait_is_told_with_the_option_it_was_given_by()
    {
        Assert.StartsWith("--wait-for \"soon\"", WaitOptions.Parse("soon", null).Error!.Message, StringComparison.Ordinal);
        Assert.StartsWith("--for \"soon\"", WaitOptions.Parse("soon", null, "--for").Error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "0ms")]
    [InlineData(999, "999ms")]
    [InlineData(59_999, "59s")]
    [InlineData(61_000, "1m 1s")]
    [InlineData(3_660_000, "1h 1m")]
    [InlineData(90_000_000, "1d 1h")]
    public void Ages_are_short(long milliseconds, string text) => Assert.Equal(text, Figures.Age(milliseconds));

    [Theory]
    [InlineData(0, "0B")]
    [InlineData(1023, "1023B")]
    [InlineData(1536, "1.5K")]
    [InlineData(12345678, "11.8M")]
    [InlineData(2L << 40, "2T")]
    public void Bytes_are_short(long bytes, string text) => Assert.Equal(text, Figures.Bytes(bytes));

    [Fact]
    public void A_command_is_shown_as_one_would_type_it()
    {
        Assert.Equal("node server.js 'a b' '' 'it'\\''s'", CommandText.Of(["node", "server.js", "a b", "", "it's"]));
        Assert.Equal("a | b", CommandText.Of(["/bin/sh", "-c", "a | b"]));
    }

    [Theory]
    [InlineData("sevre", "serve")]
    [InlineData("lss", "ls")]
    [InlineData("restrat", "restart")]
    [InlineData("npm", null)]
    [InlineData("node", null)]
    public void The_nearest_command_is_one_or_two_slips_away(string word, string? near)
        => Assert.Equal(near, Nearest.Of(word, CommandTable.Rows.Where(row => row.Group is not null).Select(row => row.Name)));

    private static ProbeSpec Probe(string text) => ProbeText.Parse(text, null, null).Value.Probe!;
}
