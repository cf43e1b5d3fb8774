using System.Text.Json;
using Drover.TestKit;
using Xunit;

namespace Drover.EndToEndTests.Cli.Projects;

public sealed class UpTests
{
    [Theory]
    [InlineData("exit 0", "exit 0", 0)]
    [InlineData("exit 0", "exit 7", 7)]
    [InlineData("exit 3", "exit 0", 3)]
    [InlineData("kill -KILL $$", "exit 0", 128 + 9)]
    public async Task When_everything_has_ended_it_ends_with_the_code_of_the_first_that_failed(string first, string second, int exit)
    {
        await using var shop = new ProjectFolder($$"""
            processes:
              a: { shell: "echo from a; {{first}}" }
              bb: { shell: "echo from bb >&2; {{second}}", depends_on: { a: exited } }
            """);

        var up = await shop.RunAsync("up");

        Assert.Equal((exit, "a  | from a\nbb | from bb\n"), (up.ExitCode, up.Output));
    }

    [Fact]
    public async Task Whom_a_process_waits_for_is_told()
    {
        await using var shop = new ProjectFolder("""
            processes:
              a: { shell: "echo from a; until [ -e go ]; do sleep 0.02; done" }
              bb: { shell: "echo from bb", depends_on: { a: exited } }
            """);
        await using var up = shop.Home.Start("up");
        await up.LineAsync("from a");
        await Patience.UntilAsync(async () => (await shop.RunAsync("ps")).Output.Contains("waits for", StringComparison.Ordinal));
        shop.Write("go", "");

        var end = await up.EndAsync();

        Assert.Contains("bb | · waits for shop/a to end", end.Error, StringComparison.Ordinal);
        Assert.Contains("bb | from bb", end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_waits_for_one_that_did_not_become_ready_in_time_is_named_and_not_waited_for()
    {
        await using var shop = new ProjectFolder("""
            processes:
              never: { shell: "exec sleep 1000", ready: { log: up, timeout_ms: 100 } }
              web: { shell: "exec sleep 1000", depends_on: [never] }
              behind: { shell: "exec sleep 1000", depends_on: [web] }
            """);

        var up = await shop.RunAsync("up", "-d");

        Assert.Equal(1, up.ExitCode);
        Assert.Contains("✗ web: waits for shop/never", up.Error, StringComparison.Ordinal);
        Assert.Contains("✗ behind: waits for shop/web", up.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_can_no_longer_start_fails_and_says_why()
    {
        await using var shop = new ProjectFolder("""
            processes:
              migrate: { shell: "echo no tables >&2; exit 3", once: true }
              web: { shell: "sleep 1000", depends_on: [migrate] }
            """);

        var up = await shop.RunAsync("up", "-d");

        Assert.Equal(1, up.ExitCode);
        Assert.Contains("✗ migrate: exited 3", up.Error, StringComparison.Ordinal);
        Assert.Contains("[stderr] no tables", up.Error, StringComparison.Ordinal);
        Assert.Contains("it depends on shop/migrate", up.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_Ctrl_C_kills_what_takes_its_time()
    {
        await using var shop = new ProjectFolder("""
            processes:
              web: { shell: "trap 'echo not yet' TERM; echo up; while :; do sleep 0.05; done", stop: { grace_ms: 600000 } }
            """);
        await using var up = shop.Home.Start("up");
        await up.LineAsync("web | up");

        await Signals.SendAsync("INT", up.Pid);
        await up.LineAsync("web | not yet");
        await Signals.SendAsync("INT", up.Pid);

        var end = await up.EndAsync();
        Assert.Equal(130, end.ExitCode);
        Assert.Contains("killing", end.Error, StringComparison.Ordinal);
        Assert.Equal("down", (await shop.RunAsync("ps", "--json")).Succeeded().Json.GetProperty("projects")[0].GetProperty("state").GetString());
    }

    [Fact]
    public async Task Ctrl_C_while_up_is_still_starting_brings_down_what_it_starts()
    {
        await using var shop = new ProjectFolder("""
            processes:
              old: { shell: "trap 'until [ -e go ]; do sleep 0.02; done; exit 0' TERM; echo up; while :; do sleep 0.05; done", ready: { log: up }, stop: { grace_ms: 600000 } }
            """);
        (await shop.RunAsync("up", "-d")).Succeeded();
        shop.Write("drover.yaml", """processes: { web: { shell: "exec sleep 1000" } }""");

        // The daemon answers when everything is begun, and web begins when old has ended.
        await using var up = shop.Home.Start("up");
        await Patience.UntilAsync(async () => (await shop.RunAsync("ps")).Output.Contains("stopping", StringComparison.Ordinal), "old is being stopped");
        await Signals.SendAsync("INT", up.Pid);
        shop.Write("go", "");

        var end = await up.EndAsync();
        Assert.Equal(130, end.ExitCode);
        var web = (await shop.RunAsync("ps", "--json")).Succeeded().Json.GetProperty("projects")[0].GetProperty("processes")[0];
        Assert.Equal(("web", "exited"), (web.GetProperty("name").GetString(), web.GetProperty("session").GetProperty("state").GetString()));
    }

    [Fact]
    public async Task A_second_Ctrl_C_while_up_is_still_starting_kills_what_it_waits_for()
    {
        await using var shop = new ProjectFolder("""
            processes:
              old: { shell: "trap 'echo not yet' TERM; echo up; while :; do sleep 0.05; done", ready: { log: up }, stop: { grace_ms: 600000 } }
            """);
        (await shop.RunAsync("up", "-d")).Succeeded();
        shop.Write("drover.yaml", """processes: { web: { shell: "exec sleep 1000" } }""");

        await using var up = shop.Home.Start("up");
        await Patience.UntilAsync(async () => (await shop.RunAsync("ps")).Output.Contains("stopping", StringComparison.Ordinal), "old is being stopped");
        await Signals.SendAsync("INT", up.Pid);

        // Two signals of a kind are one while the first is still pending.
        await Patience.UntilAsync(() => File.ReadLines($"/proc/{up.Pid}/status").Any(line => line == "ShdPnd:\t0000000000000000"), "the first one was taken");
        await Signals.SendAsync("INT", up.Pid);

        Assert.Equal(130, (await up.EndAsync()).ExitCode);
        Assert.Equal("down", (await shop.RunAsync("ps", "--json")).Succeeded().Json.GetProperty("projects")[0].GetProperty("state").GetString());
    }

    [Fact]
    public async Task What_could_not_be_started_keeps_its_reason_in_ps()
    {
        await using var shop = new ProjectFolder("""processes: { web: { command: [no-such-program-anywhere] } }""");

        Assert.Equal(1, (await shop.RunAsync("up", "--dry-run")).ExitCode);
        Assert.Equal(1, (await shop.RunAsync("up", "-d")).ExitCode);

        Assert.Contains("no-such-program-anywhere was not found on PATH", (await shop.RunAsync("ps")).Succeeded().Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HUP")]
    [InlineData("TERM")]
    public async Task A_closed_terminal_leaves_everything_running(string signal)
    {
        await using var shop = new ProjectFolder("""processes: { web: { shell: "echo up; exec sleep 1000" } }""");
        await using var up = shop.Home.Start("up");
        await up.LineAsync("web | up");

        await Signals.SendAsync(signal, up.Pid);

        await up.EndAsync();
        Assert.Equal("up", (await shop.RunAsync("ps", "--json")).Succeeded().Json.GetProperty("projects")[0].GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_process_that_had_ended_and_is_started_again_is_followed_again()
    {
        await using var shop = new ProjectFolder("""
            processes:
              web: { shell: "exec sleep 1000" }
              job: { shell: "echo done" }
            """);
        await using var up = shop.Home.Start("up");
        await up.LineAsync("job | done");
        (await shop.RunAsync("wait", "job", "--for", "exit")).Succeeded();

        (await shop.RunAsync("restart", "job", "--wait-for", "exit")).Succeeded();

        await up.LineAsync("job | done");
    }

    [Fact]
    public async Task As_json_it_is_the_changes_and_then_an_entry_a_line()
    {
        await using var shop = new ProjectFolder("""processes: { web: { shell: "echo up $MINE" } }""");
        shop.Home.Environment["MINE"] = "from here";

        var up = (await shop.RunAsync("up", "--json")).Succeeded();

        var lines = up.Lines.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal("start", lines[0].GetProperty("changes")[0].GetProperty("action").GetString());
        var id = lines[0].GetProperty("sessions").GetProperty("web").GetString();
        var entry = Assert.Single(lines, line => line.TryGetProperty("stream", out var stream) && stream.GetString() == "stdout");
        Assert.Equal(("up from here", id), (entry.GetProperty("line").GetString(), entry.GetProperty("session_id").GetString()));
        Assert.Empty(up.Error);
    }

    [Fact]
    public async Task A_wait_that_is_too_long_ends_and_leaves_everything_running()
    {
        await using var shop = new ProjectFolder("""processes: { web: { shell: "exec sleep 1000", ready: { log: never } } }""");

        var up = await shop.RunAsync("up", "-d", "--timeout", "300ms");

        Assert.Equal(124, up.ExitCode);
        Assert.Equal("changing", (await shop.RunAsync("ps", "--json")).Succeeded().Json.GetProperty("projects")[0].GetProperty("state").GetString());
    }
}
