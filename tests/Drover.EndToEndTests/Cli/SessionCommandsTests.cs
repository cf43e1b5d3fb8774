using Drover.TestKit;
using Xunit;

namespace Drover.EndToEndTests.Cli;

public sealed class SessionCommandsTests
{
    [Fact]
    public async Task Serve_prints_the_id_alone_and_every_command_takes_id_prefix_label_or_nothing()
    {
        await using var home = new DroverHome();

        var served = (await home.RunAsync("serve", "-q", "--label", "web", "--", "sleep", "1000")).Succeeded();

        var id = Guid.Parse(served.Output.TrimEnd('\n')).ToString();
        foreach (var name in (string[][])[[id], [id[..8]], ["web"], []])
        {
            Assert.Equal(id, (await home.RunAsync(["inspect", .. name, "--json"])).Succeeded().Json.GetProperty("id").GetString());
        }
    }

    [Fact]
    public async Task With_two_active_sessions_a_name_is_asked_for()
    {
        await using var home = new DroverHome();
        (await home.RunAsync("serve", "-q", "--label", "web", "--", "sleep", "1000")).Succeeded();
        (await home.RunAsync("serve", "-q", "--label", "api", "--", "sleep", "1000")).Succeeded();

        var result = await home.RunAsync("tail");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("(session.not_named)", result.Error, StringComparison.Ordinal);
        Assert.Contains("api, web", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_is_tab_separated_in_a_pipe()
    {
        await using var home = new DroverHome();
        (await home.RunAsync("serve", "-q", "--label", "web", "--wait-for", "running", "--", "sleep", "1000")).Succeeded();

        var lines = (await home.RunAsync("ls")).Succeeded().Lines;

        Assert.Equal("ID\tLABEL\tSTATE\tUPTIME\tRESTARTS\tPORTS\tCPU\tMEMORY\tCOMMAND", lines[0]);
        var columns = Assert.Single(lines.Skip(1)).Split('\t');
        Assert.Equal(("web", "running", "sleep 1000"), (columns[1], columns[2], columns[8]));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("1", false)]
    public async Task On_a_terminal_the_list_is_aligned_and_coloured_unless_that_is_not_wanted(string? noColor, bool coloured)
    {
        await using var home = new DroverHome();
        (await home.RunAsync("serve", "-q", "--label", "web", "--wait-for", "running", "--", "sleep", "1000")).Succeeded();
        home.Environment["TERM"] = "xterm";
        home.Environment["NO_COLOR"] = noColor;
        home.Environment["COLUMNS"] = "100";
        await using var terminal = home.OnTerminal("ls");

        var list = (await terminal.EndAsync()).Succeeded().Output;

        Assert.DoesNotContain('\t', list);
        Assert.Equal(coloured, list.Contains("\e[32mrunning\e[0m", StringComparison.Ordinal));
        Assert.Contains("sleep 1000", list, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wait_for_readiness_tells_where_it_listens()
    {
        await using var home = new DroverHome();

        var served = (await home.RunAsync(["serve", "--port", "auto", "--ready", "port", "--wait", "--label", "web", "--", .. Children.Command("listen")])).Succeeded();

        var url = (await home.RunAsync("inspect", "web", "--json")).Succeeded().Json.GetProperty("urls")[0].GetString()!;
        Assert.Contains(url, served.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_environment_and_the_folder_of_the_caller_go_along()
    {
        await using var home = new DroverHome();
        home.Environment["MINE"] = "from the caller";
        home.WorkingDirectory = home.Path;

        (await home.RunAsync("serve", "-q", "--label", "env", "-e", "MORE=x y", "--wait-for", "exit", "--shell", "echo $MINE, $MORE, $(pwd -P)")).Succeeded();

        var tail = (await home.RunAsync("tail", "env", "--stream", "stdout")).Succeeded();
        Assert.Equal($"from the caller, x y, {home.Path}\n", tail.Output);
    }

    [Fact]
    public async Task A_session_that_ends_at_once_is_told_with_its_last_words()
    {
        await using var home = new DroverHome();
        await using var terminal = home.OnTerminal("serve", "--shell", "echo cannot find the database >&2; exit 3");

        var served = (await terminal.EndAsync()).Succeeded();

        Assert.Contains("exited 3", served.Output, StringComparison.Ordinal);
        Assert.Contains("[stderr] cannot find the database", served.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Into_a_pipe_goes_the_id_alone_and_nothing_is_waited_for()
    {
        await using var home = new DroverHome();

        var served = (await home.RunAsync(["serve", "--label", "web", "--", .. Children.Command("listen")])).Succeeded();

        Assert.True(Guid.TryParse(served.Output.TrimEnd('\n'), out _));
        Assert.Empty(served.Error);
    }

    [Fact]
    public async Task A_signal_that_is_left_out_is_missed_and_not_the_session()
    {
        await using var home = new DroverHome();
        (await home.RunAsync("serve", "-q", "--label", "web", "--wait-for", "output:up", "--shell", "trap 'echo got it' HUP; echo up; while :; do sleep 0.05; done")).Succeeded();

        var wrong = await home.RunAsync("signal", "web");
        (await home.RunAsync("signal", "HUP", "web")).Succeeded();

        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("The signal is missing, \"web\" is none: drover signal TERM web.", wrong.Error, StringComparison.Ordinal);
        (await home.RunAsync("wait", "web", "--for", "output", "--pattern", "got it")).Succeeded();
    }

    [Fact]
    public async Task A_program_that_crashes_is_no_result_of_a_test()
    {
        await using var crash = RunningProgram.Start(new System.Diagnostics.ProcessStartInfo("/bin/sh", ["-c", "echo at Drover; exit 134"]));

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(crash.EndAsync);

        Assert.Contains("at Drover", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 0", "exited (0)")]
    [InlineData("exit 3", "exited (3)")]
    [InlineData("kill -KILL $$", "killed (SIGKILL)")]
    [InlineData("kill -SEGV $$", "killed (SIGSEGV)")]
    public async Task The_list_says_how_a_session_ended(string line, string state)
    {
        await using var home = new DroverHome();
        await home.RunAsync("serve", "--label", "web", "--wait-for", "exit", "--shell", line);

        var columns = (await home.RunAsync("ls")).Succeeded().Lines[1].Split('\t');

        Assert.Equal(("web", state), (columns[1], columns[2]));
        Assert.Contains(state, (await home.RunAsync("inspect", "web")).Succeeded().Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 0", "exit", 0)]
    [InlineData("exit 42", "exit", 42)]
    [InlineData("kill -KILL $$", "exit", 128 + 9)]
    [InlineData("exit 42", "ready", 1)]
    [InlineData("echo up; sleep 1000", "output:^up$", 0)]
    [InlineData("sleep 1000", "output:never", 124)]
    public async Task A_wait_ends_with_the_code_of_what_came(string line, string wanted, int exit)
    {
        await using var home = new DroverHome();

        var served = await home.RunAsync("serve", "--wait-for", wanted, "--timeout", exit == 124 ? "300ms" : "60s", "--shell", line);

        Assert.Equal(exit, served.ExitCode);
    }

    [Fact]
    public async Task Restart_signal_send_runs_stop_and_rm_do_what_they_say()
    {
        await using var home = new DroverHome();
        (await home.RunAsync("serve", "-q", "--label", "cat", "--wait-for", "output:go", "--shell", "trap 'echo got usr1' USR1; echo go; while read line; do echo you said $line; done; while :; do read line; done")).Succeeded();

        (await home.RunAsync("send", "cat", "hello", "there")).Succeeded();
        (await home.RunAsync("wait", "cat", "--for", "output:you said hello there")).Succeeded();
        (await home.RunAsync("restart", "cat", "--wait")).Succeeded();
        Assert.Equal(2, (await home.RunAsync("runs", "cat", "--json")).Succeeded().Json.GetProperty("runs").GetArrayLength());

        Assert.Equal(4, (await home.RunAsync("rm", "cat")).ExitCode);
        (await home.RunAsync("stop", "cat")).Succeeded();
        Assert.Equal(4, (await home.RunAsync("stop", "cat")).ExitCode);
        (await home.RunAsync("rm", "cat")).Succeeded();
        Assert.Equal(3, (await home.RunAsync("inspect", "cat")).ExitCode);
    }

    [Fact]
    public async Task Stop_all_leaves_nothing_behind()
    {
        await using var home = new DroverHome();
        var ids = new List<string>();
        foreach (var _ in Enumerable.Range(0, 3))
        {
            ids.Add((await home.RunAsync(["serve", "-q", "--wait-for", "running", "--", .. Children.Command("fork-grandchild")])).Succeeded().Output.Trim());
        }

        (await home.RunAsync("stop", "--all", "--grace", "100")).Succeeded();

        foreach (var id in ids)
        {
            await ProcessAssert.NoneCarriesAsync("DROVER_SESSION_ID=" + id);
        }

        (await home.RunAsync("prune")).Succeeded();
        Assert.Equal(0, (await home.RunAsync("ls", "--json")).Succeeded().Json.GetProperty("sessions").GetArrayLength());
    }

    [Fact]
    public async Task A_label_in_use_is_a_conflict_that_names_the_session()
    {
        await using var home = new DroverHome();
        var id = (await home.RunAsync("serve", "-q", "--label", "web", "--", "sleep", "1000")).Succeeded().Output.Trim();

        var second = await home.RunAsync("serve", "-q", "--label", "web", "--", "sleep", "1000");

        Assert.Equal(4, second.ExitCode);
        Assert.Contains(id, second.Error, StringComparison.Ordinal);
        Assert.Contains("drover restart web", second.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Followed_events_and_a_wait_go_on_over_a_restart_and_a_crash_of_the_daemon()
    {
        await using var home = new DroverHome();
        (await home.RunAsync("serve", "-q", "--label", "gate", "--wait-for", "output:begin", "--shell", "echo begin; read go; exit 7")).Succeeded();
        await using var following = home.Start("events", "-f", "--json", "--since-seq", "0");
        await following.LineAsync("\"session.running\"");
        await using var waiting = home.Start("wait", "gate", "--for", "exit");

        (await home.RunAsync("daemon", "restart")).Succeeded();
        (await home.RunAsync("serve", "-q", "--label", "one", "--wait-for", "exit", "--", "true")).Succeeded();
        await following.LineAsync(line => line.Contains("\"session.exited\"", StringComparison.Ordinal) && line.Contains("\"one\"", StringComparison.Ordinal));
        await home.KillDaemonAsync();
        (await home.RunAsync("serve", "-q", "--label", "two", "--wait-for", "exit", "--", "true")).Succeeded();
        await following.LineAsync(line => line.Contains("\"session.exited\"", StringComparison.Ordinal) && line.Contains("\"two\"", StringComparison.Ordinal));
        await home.KillDaemonAsync();
        (await home.RunAsync("send", "gate", "go")).Succeeded();

        Assert.Equal(7, (await waiting.EndAsync()).ExitCode);
        await Signals.SendAsync("INT", following.Pid);
        var numbers = (await following.EndAsync()).Lines.Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("seq").GetInt64()).ToList();
        Assert.Equal(numbers.Distinct(), numbers);
    }

    [Fact]
    public async Task A_daemon_that_crashed_is_started_again_by_who_waits()
    {
        await using var home = new DroverHome();
        using var folder = new TempDir();
        var go = Path.Combine(folder.Path, "go");
        (await home.RunAsync("serve", "-q", "--label", "gate", "--wait-for", "running", "--shell", $"while [ ! -e {go} ]; do sleep 0.05; done; exit 7")).Succeeded();
        var daemon = await home.DaemonAsync();
        await using var waiting = home.Start("wait", "gate", "--for", "exit");

        await DroverHome.KillAsync(daemon);
        await Patience.UntilAsync(async () => (await home.Client.HealthAsync(Patience.Token)).IsSuccess);
        await File.WriteAllTextAsync(go, "");

        Assert.Equal(7, (await waiting.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task What_did_not_get_into_a_program_that_does_not_read_is_told()
    {
        await using var home = new DroverHome { Program = "/bin/sh" };
        using var folder = new TempDir();
        var file = folder.Write("much", new string('x', 300_000));
        await home.RunAsync("-c", $"{Children.Drover} serve -q --label deaf --wait-for running -- sleep 1000");

        var sent = await home.RunAsync("-c", $"exec {Children.Drover} send deaf <{file}");

        Assert.Equal(4, sent.ExitCode);
        Assert.Matches("deaf does not read its standard input: [1-9][0-9]* of 300000 bytes went in", sent.Error);
        Assert.Contains("tail -c +", sent.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_are_listed_and_followed()
    {
        await using var home = new DroverHome();
        (await home.RunAsync("serve", "-q", "--label", "one", "--wait-for", "exit", "--", "true")).Succeeded();
        await using var following = home.Start("events", "-f", "--json", "--since-seq", "0");

        await following.LineAsync(line => line.Contains("\"session.exited\"", StringComparison.Ordinal) && line.Contains("\"one\"", StringComparison.Ordinal));
        (await home.RunAsync("serve", "-q", "--label", "two", "--", "true")).Succeeded();
        await following.LineAsync(line => line.Contains("\"session.exited\"", StringComparison.Ordinal) && line.Contains("\"two\"", StringComparison.Ordinal));

        Assert.Contains((await home.RunAsync("events")).Succeeded().Lines, line => line.Contains("one  session.exited", StringComparison.Ordinal));
        await Signals.SendAsync("INT", following.Pid);
        Assert.Equal(130, (await following.EndAsync()).ExitCode);
    }
}
