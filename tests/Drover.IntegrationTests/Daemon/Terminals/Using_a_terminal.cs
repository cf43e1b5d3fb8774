using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using Drover.Contracts.Errors;
using Drover.Contracts.Json;
using Drover.Contracts.Terminals;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Terminals;

public sealed class Using_a_terminal(TerminalsDaemon daemon) : IClassFixture<TerminalsDaemon>
{
    // What readline sends when it is about to read a line, whatever the prompt looks like: pastes are to be marked.
    private const string Prompt = "\u001b[?2004h";


    private static readonly Dictionary<string, string> Bash = new(StringComparer.Ordinal) { ["SHELL"] = "/bin/bash", ["HOME"] = "/nonexistent" };

    [Fact]
    public async Task Without_a_command_it_is_the_users_shell_with_prompt_editing_and_jobs()
    {
        var id = await daemon.OpenAsync(new TerminalRequest { Env = Bash, Cols = 111, Rows = 33 });
        await using var viewer = await daemon.ViewAsync(id);
        await viewer.ShowsAsync(Prompt);
        await viewer.TypeAsync("PS1='ready'; stty size; pwd; echo $0-$TERM-$-\r");
        await viewer.ShowsAsync("33 111\r\n" + daemon.Work.Path + "\r\n");
        await viewer.ShowsAsync("bash-xterm-256color-");
        var options = await viewer.ShowsAsync("\r\n");
        Assert.Contains('i', options);
        Assert.Contains('m', options);

        // The line is edited before it is run: left, and a letter in between.
        await viewer.TypeAsync("echo ac\u001b[Db\r");
        await viewer.ShowsAsync("\rabc\r\n");
        await viewer.TypeAsync("exit 7\r");
        Assert.Equal(new TerminalEnd(7, null, TerminalReason.Exited), await viewer.EndsAsync());
        Assert.Equal((TerminalState.Exited, 7), ((await daemon.GetAsync(id)).State, (await daemon.GetAsync(id)).End?.Code));
    }

    [Fact]
    public async Task Colours_and_bytes_that_are_no_text_arrive_unchanged()
    {
        var id = await daemon.OpenAsync("stty raw -echo; printf '\\033[1;38;5;208morange\\033[0m \\377\\000\\200 end'; read -r _");
        await using var viewer = await daemon.ViewAsync(id);
        await viewer.ShowsAsync("end");
        await using var again = await daemon.ViewAsync(id);
        byte[] expected = [.. "\u001b[1;38;5;208morange\u001b[0m "u8, 0xff, 0x00, 0x80, .. " end"u8];
        await Patience.UntilAsync(async () =>
        {
            await again.TypeAsync([]);
            return (await daemon.GetAsync(id)).Viewers == 2;
        });
        await again.TypeAsync("\n");
        await again.EndsAsync();
        Assert.Equal(expected, again.Bytes.ToArray());
    }

    [Fact]
    public async Task A_resize_reaches_the_program_in_front_which_draws_itself_anew()
    {
        var file = daemon.Work["numbers.txt"];
        await File.WriteAllLinesAsync(file, Enumerable.Range(1, 500).Select(i => $"line {i}."));
        var id = await daemon.OpenAsync(new TerminalRequest { Cmd = $"LESS= less {file}; exit 0", Cols = 60, Rows = 10 });
        await using var viewer = await daemon.ViewAsync(id);
        await viewer.ShowsAsync("line 9.");
        await viewer.TellAsync("""{"resize":[70,21]}""");
        await viewer.ShowsAsync("line 20.");
        await viewer.TypeAsync("q");
        Assert.Equal(0, (await viewer.EndsAsync()).Code);
    }

    [Fact]
    public async Task A_signal_goes_to_what_is_in_front_and_not_to_the_shell_behind_it()
    {
        var id = await daemon.OpenAsync(new TerminalRequest { Env = Bash });
        await using var viewer = await daemon.ViewAsync(id);
        await viewer.ShowsAsync(Prompt);
        await viewer.TypeAsync("PS1='now>'; sh -c 'echo up; exec sleep 1000'; echo code $?\r");
        await viewer.ShowsAsync("\rup\r\n");
        await viewer.TellAsync("""{"signal":"INT"}""");
        await viewer.ShowsAsync("now>");
        await viewer.TypeAsync("echo code $?; exit\r");
        await viewer.ShowsAsync("code 130");
        await viewer.EndsAsync();
    }

    [Fact]
    public async Task Several_look_at_once_and_any_of_them_types()
    {
        var id = await daemon.OpenAsync("stty -echo; echo up; read -r a; echo \"a=$a\"; read -r b; echo \"b=$b\"");
        await using var one = await daemon.ViewAsync(id);
        await using var two = await daemon.ViewAsync(id);
        await Task.WhenAll(one.ShowsAsync("up\r\n"), two.ShowsAsync("up\r\n"));
        await one.TypeAsync("first\n");
        await Task.WhenAll(one.ShowsAsync("a=first\r\n"), two.ShowsAsync("a=first\r\n"));
        await two.TypeAsync("second\n");
        await Task.WhenAll(one.ShowsAsync("b=second\r\n"), two.ShowsAsync("b=second\r\n"));
        Assert.Equal((await one.EndsAsync()).Code, (await two.EndsAsync()).Code);
    }

    [Fact]
    public async Task Who_comes_back_sees_the_last_256_KiB_and_then_everything()
    {
        var id = await daemon.OpenAsync("stty -echo -opost; i=0; while [ $i -lt 60000 ]; do echo \"row $i\"; i=$((i+1)); done; echo done; read -r _; echo bye");
        await using (var viewer = await daemon.ViewAsync(id))
        {
            await viewer.ShowsAsync("done\n");
        }

        await using var again = await daemon.ViewAsync(id);
        await again.TypeAsync("\n");
        await again.EndsAsync();
        var expected = string.Concat(Enumerable.Range(0, 60000).Select(i => $"row {i}\n")) + "done\nbye\n";
        Assert.Equal(expected[^again.Text.Length..], again.Text);
        Assert.InRange(again.Text.Length, 256 * 1024, (256 * 1024) + "bye\n".Length);
    }

    [Fact]
    public async Task A_viewer_that_takes_nothing_holds_nothing_up()
    {
        var id = await daemon.OpenAsync("stty -echo -opost; read -r _; yes 0123456789012345678901234567890123456789 | head -c 30000000; echo over; read -r _; exit 3");
        await using var stalled = await daemon.ViewAsync(id);
        await using var viewer = await daemon.ViewAsync(id);
        await viewer.TypeAsync("\n");
        var shown = await viewer.ShowsAsync("over\n");
        Assert.Equal(30_000_000, shown.Length);
        await viewer.TypeAsync("\n");
        Assert.Equal(3, (await viewer.EndsAsync()).Code);
    }

    [Fact]
    public async Task What_is_typed_faster_than_it_is_read_arrives_whole()
    {
        var id = await daemon.OpenAsync("stty raw -echo; echo up; head -c 200000 | cksum");
        await using var viewer = await daemon.ViewAsync(id);
        await viewer.ShowsAsync("up\n");
        var keys = new byte[200_000];
        new Random(7).NextBytes(keys);
        var file = daemon.Work["keys"];
        await File.WriteAllBytesAsync(file, keys);
        await viewer.TypeAsync(keys);
        await viewer.EndsAsync();
        var expected = await daemon.OpenAsync($"cksum < {file}");
        await using var other = await daemon.ViewAsync(expected);
        await other.EndsAsync();
        Assert.Equal(other.Text.Trim(), viewer.Text.Trim());
    }

    [Fact]
    public async Task Deleting_it_ends_all_of_it_and_tells_the_viewers()
    {
        var id = await daemon.OpenAsync(new TerminalRequest { Env = Bash });
        await using var viewer = await daemon.ViewAsync(id);
        await viewer.ShowsAsync(Prompt);
        await viewer.TypeAsync("PS1=; trap '' HUP; sh -c 'trap \"\" HUP TERM; echo inner $$; exec sleep 1000' & setsid -f sh -c 'exec sleep 1001'; echo started\r");
        await viewer.ShowsAsync("inner ");
        var pid = (await daemon.GetAsync(id)).Pid!.Value;
        var start = ProcessAssert.StartTime(pid)!.Value;
        using (var answer = await daemon.Client.DeleteAsync($"{TerminalsDaemon.Root}/{id}", Patience.Token))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(TerminalState.Exited, (await answer.Content.ReadFromJsonAsync(DroverJson.Default.Terminal))!.State);
        }

        await ProcessAssert.IsGoneAsync(pid, start);
        Assert.Equal(TerminalReason.Deleted, (await viewer.EndsAsync()).Reason);
        using var gone = await daemon.Client.GetAsync($"{TerminalsDaemon.Root}/{id}", Patience.Token);
        Assert.Equal(ErrorCodes.TerminalNotFound, (await TestDaemon.ProblemAsync(gone)).Code);
    }

    [Fact]
    public async Task A_command_that_cannot_be_started_is_told_at_the_end()
    {
        var id = await daemon.OpenAsync("exec /no/such/program");
        await using var viewer = await daemon.ViewAsync(id);
        Assert.Equal(127, (await viewer.EndsAsync()).Code);
    }

    [Theory]
    [InlineData("""{"cols":0}""", ErrorCodes.RequestInvalidValue)]
    [InlineData("""{"cols":80,"rows":70000}""", ErrorCodes.RequestInvalidValue)]
    [InlineData("""{"cmd":" "}""", ErrorCodes.RequestInvalidValue)]
    [InlineData("""{"cwd":"../.."}""", ErrorCodes.WorkspaceEscape)]
    [InlineData("""{"cwd":"nowhere"}""", ErrorCodes.RequestCwdNotFound)]
    [InlineData("""{"wide":true}""", ErrorCodes.RequestUnknownField)]
    public async Task What_is_wrong_with_a_request_is_told(string json, string code)
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await daemon.Client.PostAsync(daemon.In(TerminalsDaemon.Root), body, Patience.Token);
        Assert.Equal(code, (await TestDaemon.ProblemAsync(answer)).Code);
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("""{"resize":[0,5]}""")]
    [InlineData("""{"resize":[1,2,3]}""")]
    [InlineData("""{"signal":"NOSUCH"}""")]
    [InlineData("""{"shout":1}""")]
    public async Task A_frame_that_says_nothing_it_knows_closes_the_viewer_and_not_the_terminal(string frame)
    {
        var id = await daemon.OpenAsync("read -r _");
        await using (var viewer = await daemon.ViewAsync(id))
        {
            await viewer.TellAsync(frame);
            Assert.Equal(WebSocketCloseStatus.InvalidPayloadData, await viewer.CloseAsync());
        }

        Assert.NotEqual(TerminalState.Exited, (await daemon.GetAsync(id)).State);
    }

    [Fact]
    public async Task A_page_of_another_origin_gets_no_web_socket()
    {
        var id = await daemon.OpenAsync("read -r _");
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", "https://evil.example");
        socket.Options.CollectHttpResponseDetails = true;
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(daemon.UriOf(id), Patience.Token));
        Assert.Equal(HttpStatusCode.Forbidden, socket.HttpStatusCode);

        using var foreign = new ClientWebSocket();
        foreign.Options.SetRequestHeader("Host", "rebound.example");
        foreign.Options.CollectHttpResponseDetails = true;
        await Assert.ThrowsAsync<WebSocketException>(() => foreign.ConnectAsync(daemon.UriOf(id), Patience.Token));
        Assert.Equal(ErrorCatalog.Of(ErrorCodes.AccessHostForbidden).HttpStatus, (int)foreign.HttpStatusCode);
        Assert.Equal(0, (await daemon.GetAsync(id)).Viewers);
    }
}
