using System.Globalization;
using System.Text;
using Drover.Contracts.Client;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Drover.UnitTests.Contracts.Client;

public sealed class HttpBodyTests
{
    private const string Chunked = "3\r\nabc\r\n1A;x=y\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\n\r\n";

    [Fact]
    public void Any_chunking_by_server_and_network_gives_the_same_bytes()
    {
        var chunks = Gen.ListOf(Gen.ListOf(Gen.Elements([.. "abc\r\n0;"])).Select(letters => string.Concat(letters)));
        Prop.ForAll(Arb.From(chunks), Arb.From(Gen.Choose(1, 7)), (parts, step) =>
        {
            var wire = new StringBuilder();
            foreach (var part in parts.Where(part => part.Length > 0))
            {
                wire.Append(part.Length.ToString("x", CultureInfo.InvariantCulture)).Append("\r\n").Append(part).Append("\r\n");
            }

            return ReadAllAsync(wire.Append("0\r\n\r\n").ToString(), step, null, chunked: true).GetAwaiter().GetResult() == string.Concat(parts);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task A_body_ends_at_its_length() => Assert.Equal("abc", await ReadAllAsync("abcdef", 2, 3, chunked: false));

    [Fact]
    public async Task A_body_without_length_ends_with_the_connection() => Assert.Equal("abcdef", await ReadAllAsync("abcdef", 4, null, chunked: false));

    [Fact]
    public async Task Chunk_extensions_are_passed_over() => Assert.Equal("abcabcdefghijklmnopqrstuvwxyz", await ReadAllAsync(Chunked, 5, null, chunked: true));

    [Theory]
    [InlineData("abc", 5, false)]
    [InlineData("5\r\nab", null, true)]
    [InlineData("5\r\nabcde\r\n", null, true)]
    public async Task A_connection_that_ends_too_early_is_an_error(string wire, int? length, bool chunked)
        => await Assert.ThrowsAsync<EndOfStreamException>(() => ReadAllAsync(wire, 3, length, chunked));

    [Fact]
    public async Task A_size_that_is_no_number_is_an_error() => await Assert.ThrowsAsync<InvalidDataException>(() => ReadAllAsync("zz\r\n", 3, null, chunked: true));

    [Fact]
    public void Any_chunking_gives_the_same_lines()
        => Prop.ForAll(Arb.From(Gen.ListOf(Gen.Elements([.. "ab\n"]))), Arb.From(Gen.Choose(1, 5)), (letters, step) =>
        {
            var text = string.Concat(letters);
            var lines = text.Split('\n').ToList();
            if (lines[^1].Length == 0)
            {
                lines.RemoveAt(lines.Count - 1);
            }

            return ReadLinesAsync(text, step).GetAwaiter().GetResult().SequenceEqual(lines, StringComparer.Ordinal);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task A_line_may_be_longer_than_any_buffer()
    {
        var line = new string('x', 200_000);

        Assert.Equal([line, "y"], await ReadLinesAsync($"{line}\ny", 60_000));
    }

    private static async Task<string> ReadAllAsync(string wire, int step, int? length, bool chunked)
    {
        var body = new HttpBody(new Dripping(Encoding.ASCII.GetBytes(wire), step), new byte[64], 0, 0, length, chunked);
        var (text, buffer) = (new StringBuilder(), new byte[5]);
        int got;
        while ((got = await body.ReadAsync(buffer, default)) > 0)
        {
            text.Append(Encoding.ASCII.GetString(buffer, 0, got));
        }

        return text.ToString();
    }

    private static async Task<List<string>> ReadLinesAsync(string text, int step)
    {
        var source = new Dripping(Encoding.ASCII.GetBytes(text), step);
        using var stream = new LineStream(source, source.ReadAsync);
        var lines = new List<string>();
        while (await stream.MoveNextAsync())
        {
            lines.Add(Encoding.ASCII.GetString(stream.Current.Span));
        }

        return lines;
    }

    /// <summary>A network that delivers a few bytes at a time.</summary>
    private sealed class Dripping(byte[] bytes, int step) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => base.ReadAsync(buffer[..Math.Min(buffer.Length, step)], cancellationToken);
    }
}
