using System.Globalization;
using Drover.Contracts.Sessions;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Sessions;

/// <summary>Programs that ignore signals, leave children behind, close or keep their output, or take what there is.</summary>
public sealed class Programs_that_end_badly(SessionsDaemon daemon) : IClassFixture<SessionsDaemon>
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(42)]
    [InlineData(143)]
    [InlineData(255)]
    public async Task An_exit_code_is_told_as_it_is(int code)
    {
        var session = await RunAsync("exit", $"{code}");

        Assert.Equal((SessionState.Exited, code, (int?)null), (session.State, session.ExitCode, session.TermSignal));
        Assert.Equal(code, Assert.Single((await daemon.RunsAsync(session.Id)).Runs).ExitCode);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(12)]
    public async Task A_signal_that_ended_it_is_told_as_such(int signal) =>
        Assert.Equal(signal, (await RunAsync("signal-self", $"{signal}")).TermSignal);

    [Fact]
    public async Task A_crash_has_its_code_and_its_last_words()
    {
        var session = await RunAsync("crash-after", "lines=3", "code=70");

        Assert.Equal(70, session.ExitCode);
        Assert.Equal(["line 1", "line 2", "line 3"], await daemon.LinesAsync(session.Id));
        Assert.StartsWith("TypeError: ", (await daemon.LinesAsync(session.Id, "stream=stderr"))[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_was_killed_from_outside_is_told_as_killed()
    {
        var id = await daemon.StartAsync(Child("sleep", "ready"));
        await daemon.WaitForAsync(id, "^ready ");
        using (var process = System.Diagnostics.Process.GetProcessById((await daemon.GetAsync(id)).Pid!.Value))
        {
            process.Kill();
        }

        await daemon.WaitAsync(id, new WaitRequest { For = WaitFor.Exit });
        Assert.Equal((SessionState.Exited, 9), ((await daemon.GetAsync(id)).State, (await daemon.GetAsync(id)).TermSignal));
    }

    [Fact]
    public async Task One_that_ignores_TERM_gets_it_once_and_is_killed_after_the_grace()
    {
        var id = await daemon.StartAsync(Child("ignore-term"));
        await daemon.WaitForAsync(id, "^ready$");
        await daemon.PostAsync($"/v1/sessions/{id}/signal", """{"signal":"TERM"}""");
        await daemon.WaitForAsync(id, "^ignored SIGTERM$", sinceSeq: 1);

        await daemon.StopAsync(id, """{"grace_ms":100,"wait":true}""");

        Assert.Equal(9, (await daemon.GetAsync(id)).TermSignal);
        await NothingIsLeftAsync(id);
    }

    [Theory]
    [InlineData("fork-grandchild")]
    [InlineData("fork-grandchild", "exit")]
    [InlineData("setsid-grandchild")]
    [InlineData("setsid-grandchild", "exit")]
    [InlineData("setsid-grandchild", "orphan")]
    [InlineData("setsid-grandchild", "orphan", "exit")]
    public async Task A_stop_reaches_grandchildren_wherever_they_went(params string[] words)
    {
        var id = await daemon.StartAsync(Child(words[0], words[1..]));
        var line = (await daemon.WaitForAsync(id, @"^(ready|grandchild) \d+$")).Match!;
        var grandchild = int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
        var start = ProcessAssert.StartTime(grandchild);
        Assert.NotNull(start);
        if (words.Contains("exit"))
        {
            await daemon.WaitAsync(id, new WaitRequest { For = WaitFor.Exit });
        }

        // One that has ended while its grandchild lives on is let go of by a stop all the same, and by a removal.
        using var stopped = await daemon.PostAsync($"/v1/sessions/{id}/stop", """{"wait":true}""");
        using var removed = await daemon.Client.DeleteAsync($"/v1/sessions/{id}?force=1", Patience.Token);
        removed.EnsureSuccessStatusCode();

        await ProcessAssert.IsGoneAsync(grandchild, start.Value);
        await NothingIsLeftAsync(id);
    }

    [Theory]
    [InlineData]
    [InlineData("setsid")]
    public async Task What_a_grandchild_says_after_the_end_is_still_heard(params string[] how)
    {
        var go = daemon.Work[$"late-{how.Length}"];
        var id = await daemon.StartAsync(Child("hold-pipe", ["code=4", $"until={go}", .. how]));
        await daemon.WaitAsync(id, new WaitRequest { For = WaitFor.Exit });
        var ended = await daemon.GetAsync(id);
        Assert.Equal((SessionState.Exited, 4, "open"), (ended.State, ended.ExitCode, ended.Output));

        await File.WriteAllTextAsync(go, "", Patience.Token);
        await Patience.UntilAsync(async () => (await daemon.GetAsync(id)).Output == "ended", "the output has ended");

        Assert.Equal("late", (await daemon.LinesAsync(id))[^1]);
        await NothingIsLeftAsync(id);
    }

    [Fact]
    public async Task One_that_closes_its_output_goes_on_and_its_end_is_told()
    {
        var go = daemon.Work["closed"];
        var id = await daemon.StartAsync(Child("close-stdout", "code=6", $"until={go}"));
        await daemon.WaitForAsync(id, "^closing$");
        Assert.Equal(SessionState.Running, (await daemon.GetAsync(id)).State);

        await File.WriteAllTextAsync(go, "", Patience.Token);

        Assert.Equal(6, (await daemon.WaitAsync(id, new WaitRequest { For = WaitFor.Exit })).ExitCode);
    }

    [Theory]
    [InlineData(StdinKind.Hold)]
    [InlineData(StdinKind.Null)]
    public async Task One_that_reads_its_input_waits_for_it_or_reads_the_end(StdinKind stdin)
    {
        var id = await daemon.StartAsync(Child("read-stdin", "code=3") with { Stdin = stdin });
        await daemon.WaitForAsync(id, "^reading$");
        if (stdin == StdinKind.Hold)
        {
            await daemon.PostAsync($"/v1/sessions/{id}/stdin", """{"text":"hello\n"}""");
            Assert.Equal(WaitOutcome.Matched, (await daemon.WaitForAsync(id, "^got: hello$", sinceSeq: 1)).Outcome);
            await daemon.StopAsync(id);
            return;
        }

        Assert.Equal(3, (await daemon.WaitAsync(id, new WaitRequest { For = WaitFor.Exit })).ExitCode);
        Assert.Equal(["reading", "eof"], await daemon.LinesAsync(id));
    }

    [Fact]
    public async Task Memory_that_it_takes_is_told()
    {
        const long Bytes = 96 << 20;
        var id = await daemon.StartAsync(Child("eat-memory", $"bytes={Bytes}"));
        await daemon.WaitForAsync(id, $"^ate {Bytes}$");

        Assert.InRange((await daemon.GetAsync(id)).MemoryBytes ?? 0, Bytes, Bytes * 4);
        await daemon.StopAsync(id, """{"grace_ms":0,"wait":true}""");
    }

    [Fact]
    public async Task One_that_writes_what_it_watches_is_left_alone_after_some_rounds()
    {
        var folder = daemon.Work.Folder("writes");
        var id = await daemon.StartAsync(Child("write-files", "files=3", "name=made", "wait") with { Cwd = folder, Watch = ["."], DebounceMs = 0 });

        Assert.Contains("made-", (await daemon.EventAsync(id, "session.watch_suspended")).Reason, StringComparison.Ordinal);
        Assert.Equal(SessionState.Running, (await daemon.WaitAsync(id, new WaitRequest { For = WaitFor.Running })).State);
        await daemon.StopAsync(id, """{"grace_ms":0,"wait":true}""");
    }

    private static SessionSpec Child(string verb, params string[] options) => new() { Command = Children.Command(verb, options), Cwd = "/" };

    private async Task<Session> RunAsync(string verb, params string[] options) => await daemon.GetAsync(await daemon.RunAsync(Child(verb, options)));

    private static Task NothingIsLeftAsync(string id) => ProcessAssert.NoneCarriesAsync($"DROVER_SESSION_ID={id}");
}
