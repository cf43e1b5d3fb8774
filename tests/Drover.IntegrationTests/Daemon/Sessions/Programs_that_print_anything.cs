using System.Text;
using Drover.Contracts.Sessions;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Sessions;

/// <summary>Whatever a program writes is kept to the byte, numbered, and shown as text that every reader can take.</summary>
public sealed class Programs_that_print_anything(SessionsDaemon daemon) : IClassFixture<SessionsDaemon>
{
    [Theory]
    [InlineData("stream=out", 100)]
    [InlineData("stream=err", 100)]
    [InlineData("stream=out", 1)]
    public async Task A_flood_is_counted_to_the_byte(string stream, int width)
    {
        var session = await RunAsync("flood", "lines=200000", $"width={width}", stream);

        var isOut = stream == "stream=out";
        Assert.Equal((200_000L, 200_000L * width), isOut ? (session.StdoutLines, session.StdoutBytes) : (session.StderrLines, session.StderrBytes));
        Assert.Equal(0, isOut ? session.StderrBytes : session.StdoutBytes);
        Assert.Equal(200_000L * width, Stored(isOut ? session.LogPaths.Stdout : session.LogPaths.Stderr).Length);
    }

    [Fact]
    public async Task Floods_on_both_streams_keep_each_streams_order_and_have_one_numbering()
    {
        var session = await RunAsync("flood-both", "lines=8000", "per-write=10");

        Assert.Equal(Numbered("o"), await daemon.LinesAsync(session.Id, "stream=stdout&limit=10000"));
        Assert.Equal(Numbered("e"), await daemon.LinesAsync(session.Id, "stream=stderr&limit=10000"));
        var seqs = new List<long>();
        for (long next = 1; ;)
        {
            var page = await daemon.LogsAsync(session.Id, $"since_seq={next}&limit=5000");
            if (page.Entries.Count == 0)
            {
                break;
            }

            seqs.AddRange(page.Entries.Where(entry => entry.Stream is "stdout" or "stderr").Select(entry => entry.Seq));
            next = page.NextSeq;
        }

        Assert.Equal(16_000, seqs.Distinct().Count());
        Assert.Equal(seqs.Order(), seqs);

        static IEnumerable<string> Numbered(string prefix) => Enumerable.Range(1, 8000).Select(n => $"{prefix} {n}");
    }

    [Fact]
    public async Task Many_tiny_writes_are_all_there()
    {
        var session = await RunAsync("tiny-writes", "lines=50000");

        Assert.Equal(string.Concat(Enumerable.Range(1, 50_000).Select(n => $"{n}\n")), Encoding.ASCII.GetString(Stored(session.LogPaths.Stdout)));
        Assert.Equal(50_000, session.StdoutLines);
    }

    [Fact]
    public async Task Slow_lines_reach_a_follower_and_then_it_ends()
    {
        var id = await daemon.StartAsync(Child("slow-lines", "lines=5", "pause-ms=1", "text=step"));

        Assert.Equal("step 1\nstep 2\nstep 3\nstep 4\nstep 5\n", await daemon.TextAsync($"/v1/sessions/{id}/logs?follow=1&format=text&stream=stdout&since_seq=1"));
    }

    [Theory]
    [InlineData("out")]
    [InlineData("err")]
    public async Task A_prompt_is_shown_before_its_line_ends_and_is_a_line_when_the_program_has(string stream)
    {
        var go = daemon.Work[$"prompted-{stream}"];
        var id = await daemon.StartAsync(Child("partial-line", "text=Sure? [y/N] ", $"stream={stream}", $"until={go}"));
        Assert.Equal(WaitOutcome.Matched, (await daemon.WaitForAsync(id, "Sure")).Outcome);
        var page = await daemon.LogsAsync(id, $"stream=std{stream}");
        Assert.Equal("Sure? [y/N] ", stream == "out" ? page.Partial?.Stdout : page.Partial?.Stderr);
        Assert.Empty(page.Entries);

        await File.WriteAllTextAsync(go, "", Patience.Token);
        await daemon.WaitAsync(id, new WaitRequest { For = WaitFor.Exit });
        Assert.Equal(["Sure? [y/N] "], await daemon.LinesAsync(id, $"stream=std{stream}"));
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_kept_and_shown_with_replacements()
    {
        var session = await RunAsync("invalid-utf8");

        Assert.Equal(
            ["before", "stray \uFFFD\uFFFD", "cut \uFFFD", "overlong \uFFFD\uFFFD", "surrogate \uFFFD\uFFFD\uFFFD", "latin1 caf\uFFFD", "after \u00E9\u20AC\U0001F600"],
            await daemon.LinesAsync(session.Id));
        var raw = await RawAsync(session.Id);
        Assert.Equal(Stored(session.LogPaths.Stdout), raw);
        Assert.NotEqual(-1, raw.AsSpan().IndexOf((byte[])[0xFF, 0xFE, (byte)'\n']));
        Assert.Equal(7, session.StdoutLines);
    }

    [Fact]
    public async Task NUL_is_a_byte_like_any_other()
    {
        var session = await RunAsync("nul");

        Assert.Equal(["before", "a\0b", "\0", "end\0"], await daemon.LinesAsync(session.Id));
        Assert.Equal("before\na\0b\n\0\nend\0"u8.ToArray(), await RawAsync(session.Id));
    }

    [Fact]
    public async Task A_line_of_twenty_megabytes_comes_in_pieces_that_joined_are_the_line()
    {
        const int Bytes = 20 << 20;
        var session = await RunAsync("huge-line", $"bytes={Bytes}");

        Assert.Equal(Bytes + 1, session.StdoutBytes);
        var entries = (await daemon.LogsAsync(session.Id, "stream=stdout&limit=10000&since_seq=1")).Entries.ToList();
        while (entries.Sum(entry => entry.Line.Length) < Bytes)
        {
            entries.AddRange((await daemon.LogsAsync(session.Id, $"stream=stdout&limit=10000&since_seq={entries[^1].Seq + 1}")).Entries);
        }

        Assert.All(entries, entry => Assert.InRange(entry.Line.Length, 1, 64 << 10));
        Assert.All(entries.SkipLast(1), entry => Assert.True(entry.Continued));
        Assert.Null(entries[^1].Continued);
        var joined = string.Concat(entries.Select(entry => entry.Line));
        Assert.Equal(Bytes, joined.Length);
        Assert.All(Enumerable.Range(0, 1000), n => Assert.Equal('a' + (n * 20_000 % 65_000 % 26), joined[n * 20_000]));
    }

    [Fact]
    public async Task A_progress_bar_is_what_was_seen_last_and_all_of_it_in_the_file()
    {
        var session = await RunAsync("cr-progress", "steps=4");

        Assert.Equal("done         ", Assert.Single(await daemon.LinesAsync(session.Id)));
        Assert.Equal("\rprogress 25%\rprogress 50%\rprogress 75%\rprogress 100%\rdone         \n", Encoding.ASCII.GetString(await RawAsync(session.Id)));
    }

    [Fact]
    public async Task Sequences_for_terminals_are_taken_out_unless_they_are_wanted()
    {
        var session = await RunAsync("ansi");

        Assert.Equal(["red", "orange plain", "uphidden", "link", "titled", "cut"], await daemon.LinesAsync(session.Id));
        var kept = await daemon.LinesAsync(session.Id, "stream=stdout&ansi=keep");
        Assert.Equal("\u001b[31mred\u001b[0m", kept[0]);
        Assert.Equal("cut\u001b[", kept[^1]);
    }

    private static SessionSpec Child(string verb, params string[] options) => new() { Command = Children.Command(verb, options), Cwd = "/" };

    private async Task<Session> RunAsync(string verb, params string[] options) => await daemon.GetAsync(await daemon.RunAsync(Child(verb, options)));

    private Task<byte[]> RawAsync(string id) => daemon.Client.GetByteArrayAsync($"/v1/sessions/{id}/logs?stream=stdout&format=raw&since_seq=1", Patience.Token);

    private static byte[] Stored(IReadOnlyList<string> segments) => [.. segments.SelectMany(File.ReadAllBytes)];
}
