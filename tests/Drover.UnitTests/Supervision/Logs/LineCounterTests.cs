using System.Text;
using Drover.Supervision.Logs;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Drover.UnitTests.Supervision.Logs;

public sealed class LineCounterTests
{
    [Fact]
    public void Any_chunking_gives_the_same_lines() =>
        Prop.ForAll(OutputGenerator.Output.Zip(OutputGenerator.ChunkSizes).ToArbitrary(), input =>
        {
            var (output, sizes) = input;
            var expected = Split(output, out var tail);
            var counter = default(LineCounter);
            var lines = 0;
            foreach (var chunk in OutputGenerator.Cut(output, sizes))
            {
                lines += counter.Count(chunk.Span);
            }

            return lines == expected.Count && counter.Pending == tail;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Taking_one_entry_at_a_time_ends_where_counting_them_ends() =>
        Prop.ForAll(OutputGenerator.Output.Zip(OutputGenerator.ChunkSizes).ToArbitrary(), input =>
        {
            var (output, sizes) = input;
            var expected = Split(output, out _);
            var counter = default(LineCounter);
            List<int> ends = [];
            var at = 0;
            foreach (var chunk in OutputGenerator.Cut(output, sizes))
            {
                var rest = chunk.Span;
                while (!rest.IsEmpty && counter.TryFinish(rest, out var end))
                {
                    ends.Add(at + end);
                    at += Math.Max(end, 0);
                    rest = rest[Math.Max(end, 0)..];
                }

                at += rest.Length;
            }

            return ends.SequenceEqual(expected);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_entry_is_longer_than_64_KiB_and_none_cuts_a_character() =>
        Prop.ForAll(OutputGenerator.Output.ToArbitrary(), output =>
        {
            var at = 0;
            foreach (var end in Split(output, out _))
            {
                var entry = output.AsSpan(at, end - at);
                if (entry.TrimEnd((byte)'\n').Length > LineSplitter.MaxEntryBytes || entry.IsEmpty)
                {
                    return false;
                }

                at = end;
            }

            return true;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(65_535, 0)]
    [InlineData(65_536, 0)]
    [InlineData(65_537, 1)]
    public void A_line_up_to_64_KiB_is_whole(int length, int pieces)
    {
        byte[] text = [.. Enumerable.Repeat((byte)'a', length), (byte)'\n'];

        Assert.Equal(pieces + 1, Split(text, out var tail).Count);
        Assert.Equal(0, tail);
    }

    [Fact]
    public void A_character_at_the_limit_goes_to_the_next_piece_whole()
    {
        var text = Encoding.UTF8.GetBytes(new string('a', 65_534) + "😀b\n");

        var first = LineSplitter.Next(text, out var continued);

        Assert.True(continued);
        Assert.Equal(65_534, first);
        Assert.Equal("😀b\n", Encoding.UTF8.GetString(text.AsSpan(first)));
    }

    internal static List<int> Split(ReadOnlySpan<byte> output, out int tail)
    {
        List<int> ends = [];
        var at = 0;
        int length;
        while ((length = LineSplitter.Next(output[at..], out _)) > 0)
        {
            at += length;
            ends.Add(at);
        }

        tail = output.Length - at;
        return ends;
    }
}
