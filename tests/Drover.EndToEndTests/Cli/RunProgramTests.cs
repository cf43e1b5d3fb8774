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
    public async Task The_word_that_would_end_the_machine_leads_to_the_one_that_ends_the_daemon()
    {
        await using var home = new DroverHome();
        using var folder = new TempDir();
        var script = folder.Write("shutdown", "#!/bin/sh\necho I am a program\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        home.Environment["PATH"] = $"{folder.Path}:{Environment.GetEnvironmentVariable("PATH")}";

        var refused = await home.RunAsync("shutdown");
        Assert.Equal((2, ""), (refused.ExitCode, refused.Output));
        Assert.Contains("drover daemon stop", refused.Error, StringComparison.Ordinal);
        Assert.Equal("I am a program\n", (await home.RunAsync("--", "shutdown")).Succeeded().Output);
    }

    [Fact]
    public async Task The_same_command_in_the_same_folder_is_attached_to_and_not_doubled()
    {
        await using var home = new DroverHome();
        string[] command = ["sh", "-c", "echo begin; read line; echo end; exit 5"];
        await using var first = home.Start(command);
        await first.LineAsync("begin");
        await using var second = home.OnTerminal(command);
        var attached = await second.LineAsync("attached to");
        await second.LineAsync("begin");

        (await home.RunAsync("send", "--text", "go")).Succeeded();

        Assert.Equal(5, (await first.EndAsync()).ExitCode);
        Assert.Equal(5, (await second.EndAsync()).ExitCode);
        var session = (await home.RunAsync("ls", "--json")).Succeeded().Json.GetProperty("sessions")[0];
        var since = session.GetProperty("id").GetString()![..8];
        Assert.Contains($"attached to {since}, running since 20", attached, StringComparison.Ordinal);
        Assert.Equal(1, (await home.RunAsync("ls", "--json")).Succeeded().Json.GetProperty("sessions").GetArrayLength());
    }

    [Fact]
    public async Task Who_says_more_than_the_command_or_has_input_for_it_gets_a_session_of_their_own()
    {
        await using var home = new DroverHome();
        string[] command = ["sh", "-c", "echo X=$X; cat"];
        await using var first = home.Start(command);
        await first.LineAsync("X=");
        await using var option = home.OnTerminal(["-e", "X=2", .. command]);
        await option.LineAsync("X=2");

        await using var piped = home.Start(command);
        await piped.Input.WriteAsync("mine\n");
        piped.Input.Close();

        Assert.Equal("X=\nmine\n", (await piped.EndAsync()).Succeeded().Output);
        Assert.Equal(3, (await home.RunAsync("ls", "--json")).Succeeded().Json.GetProperty("sessions").GetArrayLength());
    }

    [Fact]
    public async Task Bytes_that_are_no_text_go_through_a_pipe_as_they_are_and_in_order()
    {
        await using var home = new DroverHome { Program = "/bin/sh" };
        var bytes = new byte[300_000];
        new Random(4).NextBytes(bytes);
        using var folder = new TempDir();
        await File.WriteAllBytesAsync(folder.Write("in", ""), bytes);

        await home.RunAsync("-c", $"cd {folder.Path}; {Children.Drover} cat <in >out 2>err; {Children.Drover} sh -c 'printf a; printf \"\\377\\n\" >&2; printf b' >two 2>&1 </dev/null");

        Assert.Equal(bytes, await File.ReadAllBytesAsync(Path.Combine(folder.Path, "out")));
        var two = await File.ReadAllBytesAsync(Path.Combine(folder.Path, "two"));
        Assert.True(two.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xff, (byte)'\n']) >= 0);
        Assert.True(two.AsSpan().IndexOf("ab"u8) >= 0);
    }

    [Theory]
    [InlineData("ask", "running", "goes on")]
    [InlineData("stop", "exited", "stopped")]
    public async Task A_closed_output_and_a_TERM_do_to_the_session_what_was_asked_for_and_say_it(string choice, string state, string said)
    {
        await using var home = new DroverHome { Program = "/bin/sh" };
        var run = $"{Children.Drover} --on-exit {choice} --label";

        var closed = await home.RunAsync("-c", $"({run} closed sh -c 'while :; do echo y; sleep 0.01; done' </dev/null; echo $? >&2) | head -n 1");
        await using var terminated = home.Start("-c", $"exec {run} web sh -c 'echo begin; exec sleep 1000' </dev/null");
        await terminated.LineAsync("begin");
        await Signals.SendAsync("TERM", terminated.Pid);
        var ended = await terminated.EndAsync();

        Assert.Contains(said, closed.Error, StringComparison.Ordinal);
        Assert.EndsWith("141\n", closed.Error, StringComparison.Ordinal);
        Assert.Equal(128 + 15, ended.ExitCode);
        Assert.Contains(said, ended.Error, StringComparison.Ordinal);
        foreach (var label in (string[])["closed", "web"])
        {
            Assert.Equal(state, (await home.RunAsync("-c", $"{Children.Drover} inspect {label} --json")).Succeeded().Json.GetProperty("state").GetString());
        }
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
        await using var terminal = home.OnTerminal("--label", "web", "sh", "-c", "echo begin; exec sleep 1000");
        await terminal.LineAsync("begin");

        await TypeAsync(terminal, "\x3");
        await terminal.LineAsync("stop it (s)?");
        await TypeAsync(terminal, answer);

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
    public async Task A_pipe_is_passed_on_and_its_end_is_the_end_of_the_programs_input()
    {
        await using var home = new DroverHome();
        await using var program = home.Start("sh", "-c", "cat; echo ' and over'");
        await program.Input.WriteAsync("one\ntwo");

        program.Input.Close();

        Assert.Equal("one\ntwo and over\n", (await program.EndAsync()).Succeeded().Output);
    }

    [Fact]
    public async Task More_than_a_pipe_holds_arrives_whole_at_a_program_that_takes_its_time()
    {
        await using var home = new DroverHome();
        await using var program = home.Start("sh", "-c", "echo begin; read go; cat | wc -c");
        await program.LineAsync("begin");
        var writing = program.Input.WriteAsync("go\n" + new string('x', 1_000_000));

        await writing.Patiently();
        program.Input.Close();

        Assert.Equal("begin\n1000000\n", (await program.EndAsync()).Succeeded().Output);
    }

    [Fact]
    public async Task Nothing_is_passed_on_of_dev_null_and_the_programs_input_stays_open()
    {
        await using var home = new DroverHome { Program = "/bin/sh" };
        await using var program = home.Start("-c", "exec \"$0\" --label web sh -c 'echo begin; cat; echo over' </dev/null", Children.Drover);
        await program.LineAsync("begin");

        (await home.RunAsync("-c", "exec \"$0\" send --eof web typed elsewhere", Children.Drover)).Succeeded();

        Assert.Equal("begin\ntyped elsewhere\nover\n", (await program.EndAsync()).Succeeded().Output);
    }

    [Fact]
    public async Task Who_attaches_may_type_but_the_end_of_their_input_is_not_the_programs()
    {
        await using var home = new DroverHome();
        string[] command = ["sh", "-c", "echo begin; while read line; do echo got $line; done; echo over"];
        await using var first = home.Start(command);
        await first.LineAsync("begin");
        await using var second = home.OnTerminal(command);
        await second.LineAsync("begin");

        await TypeAsync(second, "from the second\n\x4");
        await first.LineAsync("got from the second");
        await first.Input.WriteAsync("from the first\n");
        first.Input.Close();

        Assert.Equal("begin\ngot from the second\ngot from the first\nover\n", (await first.EndAsync()).Succeeded().Output);
        await second.EndAsync();
    }

    [Fact]
    public async Task What_is_typed_goes_to_the_program_except_the_answer_to_a_question()
    {
        await using var home = new DroverHome();
        await using var terminal = home.OnTerminal("sh", "-c", "echo begin; while read line; do echo got [$line]; done");
        await terminal.LineAsync("begin");

        await TypeAsync(terminal, "hello\n");
        await terminal.LineAsync("got [hello]");
        await TypeAsync(terminal, "\x3");
        await terminal.LineAsync("stop it (s)?");
        await TypeAsync(terminal, "x");
        await TypeAsync(terminal, "again\n");
        await terminal.LineAsync("got [again]");
        await TypeAsync(terminal, "\x3");
        await terminal.LineAsync("stop it (s)?");
        await TypeAsync(terminal, "s");

        Assert.Equal(130, (await terminal.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task On_a_terminal_of_its_own_a_program_shows_its_prompt_and_what_is_typed_once()
    {
        await using var home = new DroverHome();
        await using var terminal = home.OnTerminal("--pty", "sh", "-c", "printf 'name? '; read x; echo \"hi $x\"; exec sleep 0.1");

        await terminal.LineAsync("started");
        await TypeAsync(terminal, "hello\n");
        var output = (await terminal.EndAsync()).Succeeded().Output;

        Assert.Contains("name? ", output, StringComparison.Ordinal);
        Assert.Contains("hi hello", output, StringComparison.Ordinal);
        Assert.Equal(3, output.Split("hello").Length);
        Assert.DoesNotContain("\e[?1h", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attached_to_a_session_on_a_terminal_of_its_own_what_is_typed_is_shown_once()
    {
        const string Line = "printf 'name? '; read x; echo \"hi $x\"; exec sleep 0.1";
        await using var home = new DroverHome();
        (await home.RunAsync("serve", "-q", "--pty", "--", "sh", "-c", Line)).Succeeded();
        await using var terminal = home.OnTerminal("sh", "-c", Line);

        // The session's prompt is shown when the terminal has been given its keys one by one.
        await terminal.LineAsync("started");
        await TypeAsync(terminal, "hello\n");
        var output = (await terminal.EndAsync()).Succeeded().Output;

        Assert.Contains("attached to", output, StringComparison.Ordinal);
        Assert.Contains("hi hello", output, StringComparison.Ordinal);
        Assert.Equal(3, output.Split("hello").Length);
    }

    private static async Task TypeAsync(RunningProgram terminal, string keys)
    {
        await terminal.Input.WriteAsync(keys);
        await terminal.Input.FlushAsync();
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
