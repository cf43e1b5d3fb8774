using Drover.Cli.Commands.Logs;
using Drover.Cli.Output;
using Drover.Contracts.Client;
using Drover.Contracts.Logs;
using Xunit;

namespace Drover.UnitTests.Cli;

public sealed class TableTests
{
    [Fact]
    public void Without_a_terminal_a_table_is_tab_separated_and_whole()
    {
        var output = new StringWriter();
        var table = new Table("ID", "COMMAND");
        table.Add("1", new string('x', 500));
        table.Add("2", new Cell("a\tb\nc", text => $"<{text}>"));

        table.Write(Terminal.For(output, TextWriter.Null));

        Assert.Equal($"ID\tCOMMAND\n1\t{new string('x', 500)}\n2\ta b c\n", output.ToString());
    }

    [Theory]
    [InlineData(30, "ID   STATE     COMMAND\nabc  running   node server.js\nd    exited 1  -\n")]
    [InlineData(20, "ID   STATE     COMM…\nabc  running   node…\nd    exited 1  -\n")]
    [InlineData(10, "ID   STATE\nabc  runn…\nd    exit…\n")]
    [InlineData(5, "ID\nabc\nd\n")]
    [InlineData(2, "ID\na…\nd\n")]
    public void On_a_terminal_no_line_is_wider_than_it(int width, string text)
    {
        var output = new StringWriter();
        var table = new Table("ID", "STATE", "COMMAND");
        table.Add("abc", "running", "node server.js");
        table.Add("d", "exited 1", "-");

        table.WriteAligned(output, width, heading => heading);

        Assert.Equal(text, output.ToString());
    }

    [Theory]
    [InlineData(true, "[stdout] one\n[stderr] two (x3)\n[system] three\n")]
    [InlineData(false, "one\ntwo (x3)\nthree\n")]
    public void Lines_have_their_stream_before_them_when_streams_are_blended(bool tagged, string text)
    {
        var output = new StringWriter();
        var printer = new LogPrinter(Terminal.For(output, TextWriter.Null), tagged, times: false, new Dictionary<string, string>(StringComparer.Ordinal));

        printer.Print(Line("stdout", "one"));
        printer.Print(Line("stderr", "two") with { Repeats = 3 });
        printer.Print(Line("system", "three"));

        Assert.Equal(text, output.ToString());
    }

    [Fact]
    public void Several_sessions_are_told_apart_by_name()
    {
        var output = new StringWriter();
        var names = new Dictionary<string, string>(StringComparer.Ordinal) { ["a-1"] = "web", ["b-2"] = "worker" };
        var printer = new LogPrinter(Terminal.For(output, TextWriter.Null), tagged: false, times: false, names);

        printer.Print(Line("stdout", "one") with { SessionId = "a-1" });
        printer.Print(Line("stdout", "two") with { SessionId = "b-2" });

        Assert.Equal("web    | one\nworker | two\n", output.ToString());
    }

    [Fact]
    public void What_is_missing_is_told_on_standard_error_never_among_the_lines()
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var printer = new LogPrinter(Terminal.For(output, error), tagged: true, times: false, new Dictionary<string, string>(StringComparer.Ordinal));

        printer.Print(new LogRecord(null, new LogGap(1), null));
        printer.Print(LogRecordReader.Read("""{"truncated":12}"""u8));

        Assert.Equal("", output.ToString());
        Assert.Contains("1 line no longer kept", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("12 older lines left out", error.ToString(), StringComparison.Ordinal);
    }

    private static LogEntry Line(string stream, string text) => new() { Seq = 1, Ts = DateTimeOffset.UnixEpoch, Stream = stream, Run = 1, Line = text };
}
