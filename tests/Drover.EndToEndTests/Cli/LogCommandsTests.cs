using Drover.TestKit;
using Xunit;

namespace Drover.EndToEndTests.Cli;

public sealed class LogCommandsTests
{
    private const string Both = "for i in 1 2 3; do echo out $i; echo err $i >&2; done";

    [Fact]
    public async Task Tail_and_head_show_which_stream_a_line_came_from()
    {
        await using var home = new DroverHome();
        (await home.RunAsync("serve", "-q", "--label", "both", "--merge", "--wait-for", "exit", "--shell", "echo first; echo last")).Succeeded();

        Assert.Contains("[stdout] last\n", (await home.RunAsync("tail", "both")).Succeeded().Output, StringComparison.Ordinal);
        Assert.Equal("first\n", (await home.RunAsync("head", "both", "--stream", "stdout", "-n", "1")).Succeeded().Output);
        Assert.Equal("last\n", (await home.RunAsync("tail", "both", "--stream", "stdout", "-n", "1")).Succeeded().Output);
    }

    [Fact]
    public async Task Filters_narrow_what_is_shown()
    {
        await using var home = new DroverHome();
        (await home.RunAsync("serve", "-q", "--label", "both", "--wait-for", "exit", "--shell", Both)).Succeeded();

        Assert.Equal(["err 1", "err 2", "err 3"], (await home.RunAsync("tail", "both", "--stream", "stderr")).Succeeded().Lines);
        Assert.Equal(["out 2"], (await home.RunAsync("tail", "both", "--stream", "stdout", "--grep", "2$")).Succeeded().Lines);
        Assert.Equal(2, (await home.RunAsync("tail", "both", "--grep", "(")).ExitCode);
    }

    [Fact]
    public async Task Json_is_the_page_and_its_cursor_goes_on_where_it_ended()
    {
        await using var home = new DroverHome();
        (await home.RunAsync("serve", "-q", "--label", "both", "--wait-for", "exit", "--shell", Both)).Succeeded();

        var page = (await home.RunAsync("tail", "both", "--json")).Succeeded().Json;
        var next = page.GetProperty("next_seq").GetInt64().ToString(System.Globalization.CultureInfo.InvariantCulture);
        var rest = (await home.RunAsync("tail", "both", "--json", "--since-seq", next)).Succeeded().Json;

        Assert.True(page.GetProperty("entries").GetArrayLength() >= 6);
        Assert.Equal(0, rest.GetProperty("entries").GetArrayLength());
    }

    [Fact]
    public async Task The_log_files_joined_are_what_the_program_wrote()
    {
        await using var home = new DroverHome();
        (await home.RunAsync("serve", "-q", "--label", "bytes", "--wait-for", "exit", "--shell", "printf 'a\\0b\\377\\nno newline'")).Succeeded();

        var paths = (await home.RunAsync("tail", "bytes", "--path")).Succeeded().Lines.Where(path => path.Contains("stdout", StringComparison.Ordinal));

        Assert.Equal([.. "a\0b"u8, 0xff, .. "\nno newline"u8], paths.SelectMany(File.ReadAllBytes));
    }

    [Fact]
    public async Task Following_ends_with_the_session_and_misses_nothing()
    {
        await using var home = new DroverHome();
        (await home.RunAsync("serve", "-q", "--label", "gate", "--wait-for", "output:begin", "--shell", "echo begin; read go; seq 1 5000; exit 7")).Succeeded();
        await using var following = home.Start("tail", "-f", "gate", "--stream", "stdout");
        await following.LineAsync("begin");

        (await home.RunAsync("send", "gate", "go")).Succeeded();

        var result = await following.EndAsync();
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["begin", .. Enumerable.Range(1, 5000).Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture))], result.Lines);
    }

    [Fact]
    public async Task A_follower_goes_on_over_a_restart_of_the_daemon()
    {
        await using var home = new DroverHome();
        (await home.RunAsync("serve", "-q", "--label", "gate", "--wait-for", "output:begin", "--shell", "echo begin; read go; echo middle; read go; echo end")).Succeeded();
        await using var following = home.Start("tail", "-f", "gate", "--stream", "stdout");
        await following.LineAsync("begin");

        (await home.RunAsync("daemon", "restart")).Succeeded();
        (await home.RunAsync("send", "gate", "go")).Succeeded();
        await following.LineAsync("middle");
        await home.KillDaemonAsync();
        (await home.RunAsync("send", "gate", "go")).Succeeded();

        var result = await following.EndAsync();
        Assert.Equal((0, "begin\nmiddle\nend\n"), (result.ExitCode, result.Output));
    }

    [Theory]
    [InlineData("gate", "--json", "\"line\":\"begin\"", "\"line\":\"end\"")]
    [InlineData("gate", "--format=sse", "\"line\":\"begin\"", "\"line\":\"end\"")]
    [InlineData("gate,other", "--json", "\"line\":\"begin\"", "\"line\":\"end\"")]
    [InlineData("gate,other", "--timestamps", "begin", "end")]
    public async Task Every_way_to_follow_goes_on_over_a_restart_of_the_daemon(string sessions, string how, string first, string last)
    {
        await using var home = new DroverHome();
        (await home.RunAsync("serve", "-q", "--label", "other", "--wait-for", "exit", "--", "echo", "other")).Succeeded();
        (await home.RunAsync("serve", "-q", "--label", "gate", "--wait-for", "output:begin", "--shell", "echo begin; read go; echo middle; read go; echo end")).Succeeded();
        await using var following = home.Start(["tail", "-f", .. sessions.Split(','), "--stream", "stdout", how]);
        await following.LineAsync(first);

        (await home.RunAsync("daemon", "restart")).Succeeded();
        (await home.RunAsync("send", "gate", "go")).Succeeded();
        await following.LineAsync("middle");
        await home.KillDaemonAsync();
        (await home.RunAsync("send", "gate", "go")).Succeeded();

        var result = (await following.EndAsync()).Succeeded();
        Assert.Single(result.Lines, line => line.Contains(first, StringComparison.Ordinal));
        Assert.Single(result.Lines, line => line.Contains("middle", StringComparison.Ordinal));
        Assert.Contains(last, result.Lines.Last(line => line.Length > 0), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_sessions_are_shown_in_one_view()
    {
        await using var home = new DroverHome();
        (await home.RunAsync("serve", "-q", "--label", "a", "--wait-for", "exit", "--", "echo", "from a")).Succeeded();
        (await home.RunAsync("serve", "-q", "--label", "bb", "--wait-for", "exit", "--", "echo", "from b")).Succeeded();

        var lines = (await home.RunAsync("tail", "a", "bb", "--stream", "stdout")).Succeeded().Lines;
        var followed = (await home.RunAsync("tail", "-f", "a", "bb", "--stream", "stdout")).Succeeded().Lines;

        Assert.Equal(["a  | from a", "bb | from b"], lines);
        Assert.Equal(lines, followed);
    }

    [Fact]
    public async Task A_reader_that_closes_the_pipe_ends_the_follower()
    {
        await using var home = new DroverHome();
        (await home.RunAsync("serve", "-q", "--label", "yes", "--shell", "while :; do echo y; sleep 0.01; done")).Succeeded();
        var shell = new System.Diagnostics.ProcessStartInfo("/bin/sh", ["-c", $"'{Children.Drover}' tail -f yes | head -n 1"]);
        shell.Environment["DROVER_HOME"] = home.Path;

        await using var program = RunningProgram.Start(shell);

        Assert.Equal(0, (await program.EndAsync()).ExitCode);
    }
}
