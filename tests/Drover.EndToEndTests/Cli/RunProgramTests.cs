using System.Diagnostics;
using Drover.TestKit;
using Xunit;

namespace Drover.EndToEndTests.Cli;

public sealed class RunProgramTests
{
    [Fact]
    public async Task A_program_seems_to_run_here_with_its_streams_and_its_exit_code()
    {
        await using var home = new DroverHome();

        var result = await home.RunAsync("sh", "-c", "echo to stdout; echo to stderr >&2; printf 'no newline'; exit 42");

        Assert.Equal((42, "to stdout\nno newline\n"), (result.ExitCode, result.Output));
        Assert.Contains("to stderr\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Death_by_a_signal_is_passed_through_as_a_shell_does()
    {
        await using var home = new DroverHome();

        Assert.Equal(128 + 9, (await home.RunAsync("sh", "-c", "kill -KILL $$")).ExitCode);
    }

    [Fact]
    public async Task A_program_named_like_a_command_runs_behind_two_dashes()
    {
        await using var home = new DroverHome();
        using var folder = new TempDir();
        var script = folder.Write("ls", "#!/bin/sh\necho I am a program: \"$@\"\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        home.Environment["PATH"] = $"{folder.Path}:{Environment.GetEnvironmentVariable("PATH")}";

        Assert.Equal("I am a program: --json x\n", (await home.RunAsync("--", "ls", "--json", "x")).Succeeded().Output);
    }

    [Fact]
    public async Task The_same_command_in_the_same_folder_is_attached_to_and_not_doubled()
    {
        await using var home = new DroverHome();
        string[] command = ["sh", "-c", "echo begin; read line; echo end; exit 5"];
        await using var first = home.Start(command);
        await first.LineAsync("begin");
        await using var second = home.Start(command);
        await second.LineAsync("begin");

        (await home.RunAsync("send", "--text", "go")).Succeeded();

        Assert.Equal(5, (await first.EndAsync()).ExitCode);
        var attached = await second.EndAsync();
        Assert.Equal((5, "begin\nend\n"), (attached.ExitCode, attached.Output));
        Assert.Contains("attached to", attached.Error, StringComparison.Ordinal);
        Assert.Equal(1, (await home.RunAsync("ls", "--json")).Succeeded().Json.GetProperty("sessions").GetArrayLength());
    }

    [Theory]
    [InlineData("detach", "running")]
    [InlineData("stop", "exited")]
    public async Task Ctrl_C_does_what_was_asked_for(string choice, string state)
    {
        await using var home = new DroverHome();
        await using var program = home.Start("--on-exit", choice, "--label", "web", "sh", "-c", "echo begin; exec sleep 1000");
        await program.LineAsync("begin");

        await Signals.SendAsync("INT", program.Pid);

        Assert.Equal(130, (await program.EndAsync()).ExitCode);
        Assert.Equal(state, (await home.RunAsync("inspect", "web", "--json")).Succeeded().Json.GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("s", "exited")]
    [InlineData("d", "running")]
    [InlineData("\x3", "running")]
    public async Task Ctrl_C_on_a_terminal_asks(string answer, string state)
    {
        await using var home = new DroverHome();
        var start = new ProcessStartInfo("script", ["-qec", $"'{Children.Drover}' --label web sh -c 'echo begin; exec sleep 1000'", "/dev/null"]);
        start.Environment["DROVER_HOME"] = home.Path;
        start.Environment["DROVER_LISTEN"] = "none";
        await using var terminal = RunningProgram.Start(start);
        await terminal.LineAsync("begin");

        await terminal.Input.WriteAsync("\x3");
        await terminal.Input.FlushAsync();
        await terminal.LineAsync("stop it (s)?");
        await terminal.Input.WriteAsync(answer);
        await terminal.Input.FlushAsync();

        Assert.Equal(130, (await terminal.EndAsync()).ExitCode);
        Assert.Equal(state, (await home.RunAsync("inspect", "web", "--json")).Succeeded().Json.GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("HUP")]
    [InlineData("TERM")]
    [InlineData("KILL")]
    public async Task A_closed_terminal_leaves_the_session_running(string signal)
    {
        await using var home = new DroverHome();
        await using var program = home.Start("--label", "web", "sh", "-c", "echo begin; exec sleep 1000");
        await program.LineAsync("begin");

        await Signals.SendAsync(signal, program.Pid);

        await program.EndAsync();
        Assert.Equal("running", (await home.RunAsync("inspect", "web", "--json")).Succeeded().Json.GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_program_that_is_not_there_starts_no_daemon()
    {
        await using var home = new DroverHome();

        var result = await home.RunAsync("no-such-program-anywhere");

        Assert.Equal(3, result.ExitCode);
        Assert.False(File.Exists(home.Paths.Socket));
    }
}
