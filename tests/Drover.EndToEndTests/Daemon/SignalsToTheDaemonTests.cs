using Drover.EndToEndTests.Cli;
using Drover.TestKit;
using Xunit;

namespace Drover.EndToEndTests.Daemon;

/// <summary>What ends a daemon, and what of it ends the sessions.</summary>
public sealed class SignalsToTheDaemonTests
{
    [Theory]
    [InlineData("TERM", "sessions go on")]
    [InlineData("QUIT", "sessions go on")]
    [InlineData("HUP", "sessions go on")]
    [InlineData("INT", "sessions end too")]
    [InlineData("INT", "sessions go on", "--keep")]
    public async Task A_foreground_daemon_ends_with_0_and_says_what_becomes_of_the_sessions(string signal, string said, params string[] options)
    {
        await using var home = new DroverHome();
        await using var daemon = home.Start(["daemon", "run", .. options]);
        await daemon.LineAsync("Ready after");

        await Signals.SendAsync(signal, daemon.Pid);

        await daemon.LineAsync(said);
        Assert.Equal(0, (await daemon.EndAsync()).ExitCode);
        Assert.False(File.Exists(home.Paths.Socket));
    }

    [Theory]
    [InlineData("TERM", true)]
    [InlineData("INT", false)]
    public async Task Sessions_outlive_a_TERM_and_are_adopted_and_end_with_a_Ctrl_C(string signal, bool live)
    {
        await using var home = new DroverHome();
        (int Pid, long StartTime) session;
        await using (var daemon = home.Start("daemon", "run"))
        {
            await daemon.LineAsync("Ready after");
            (await home.RunAsync("serve", "-q", "--label", "web", "--wait-for", "running", "--", "sleep", "1000")).Succeeded();
            session = await SessionAsync(home);

            await Signals.SendAsync(signal, daemon.Pid);
            Assert.Equal(0, (await daemon.EndAsync()).ExitCode);
        }

        Assert.Equal(live, ProcessAssert.IsAlive(session.Pid, session.StartTime));
        await using var next = home.Start("daemon", "run");
        await next.LineAsync("Ready after");
        var state = (await home.RunAsync("inspect", "web", "--json")).Succeeded().Json.GetProperty("state").GetString();
        if (live)
        {
            Assert.Equal(("running", session), (state, await SessionAsync(home)));
        }
        else
        {
            Assert.Equal("exited", state);
        }
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_background_daemon_leaves_the_sessions_running_whatever_signal_ends_it(string signal)
    {
        await using var home = new DroverHome();
        await using var daemon = home.Start("daemon", "run", "--background");
        await Patience.UntilAsync(() => File.Exists(home.Paths.DaemonLog) && File.ReadAllText(home.Paths.DaemonLog).Contains("Ready after", StringComparison.Ordinal));

        await Signals.SendAsync(signal, daemon.Pid);

        Assert.Equal(0, (await daemon.EndAsync()).ExitCode);
        Assert.Contains("sessions go on", await File.ReadAllTextAsync(home.Paths.DaemonLog), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_background_daemon_does_not_care_about_a_terminal_that_closes()
    {
        await using var home = new DroverHome();
        await using var daemon = home.Start("daemon", "run", "--background");
        await Patience.UntilAsync(() => File.Exists(home.Paths.DaemonLog) && File.ReadAllText(home.Paths.DaemonLog).Contains("Ready after", StringComparison.Ordinal));

        await Signals.SendAsync("HUP", daemon.Pid);

        Assert.Equal(daemon.Pid, (await home.DaemonAsync()).Pid);
    }

    [Fact]
    public async Task After_a_kill_the_next_daemon_starts_over_the_socket_and_the_lock_that_are_left()
    {
        await using var home = new DroverHome();
        await using (var first = home.Start("daemon", "run"))
        {
            await first.LineAsync("Ready after");
            await home.KillDaemonAsync();
        }

        Assert.True(File.Exists(home.Paths.Socket));
        await using var second = home.Start("daemon", "run");
        await second.LineAsync("Ready after");
        Assert.Equal(second.Pid, (await home.DaemonAsync()).Pid);
    }

    [Fact]
    public async Task A_second_daemon_is_refused_with_the_first_one_s_pid_and_the_exit_code_of_a_conflict()
    {
        await using var home = new DroverHome();
        await using var first = home.Start("daemon", "run");
        await first.LineAsync("Ready after");

        var second = await home.RunAsync("daemon", "run");

        Assert.Equal(4, second.ExitCode);
        Assert.Contains($"pid {first.Pid}", second.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_daemon_started_with_SIGCHLD_ignored_and_stray_descriptors_starts_all_the_same()
    {
        await using var home = new DroverHome { Program = "/bin/sh" };
        home.Environment["DROVER_BINARY"] = Children.Drover;
        await using var daemon = home.Start("-c", "trap '' CHLD; exec 5</dev/null 9>/dev/null; exec \"$DROVER_BINARY\" daemon run");
        await daemon.LineAsync("Ready after");
        Assert.Equal(daemon.Pid, (await home.DaemonAsync()).Pid);
    }

    private static async Task<(int Pid, long StartTime)> SessionAsync(DroverHome home)
    {
        var pid = (await home.RunAsync("inspect", "web", "--json")).Succeeded().Json.GetProperty("pid").GetInt32();
        return (pid, ProcessAssert.StartTime(pid) ?? 0);
    }
}
