using Drover.Supervision.Logs;
using Xunit;

namespace Drover.UnitTests.Supervision.Logs;

public sealed class IndexRecordTests
{
    private static readonly IndexRecord Record = new(1_700_000_000_000_001, 42, 8L << 40, 65_536, 700, 5, 3, true);
    private static readonly IndexHeader Header = new(LogStream.Stderr, 8 << 20, Guid.Parse("0197aaaa-bbbb-7ccc-8ddd-eeeeffff0001"), 7, 1000, 900, 12);

    [Fact]
    public void A_record_reads_back_as_written()
    {
        var bytes = new byte[IndexRecord.Size];
        Record.Write(bytes);

        Assert.True(IndexRecord.TryRead(bytes, out var read));
        Assert.Equal(Record, read);
    }

    [Fact]
    public void A_record_with_any_damaged_bit_is_no_record()
    {
        for (var bit = 0; bit < IndexRecord.Size * 8; bit++)
        {
            var bytes = new byte[IndexRecord.Size];
            Record.Write(bytes);
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));

            Assert.False(IndexRecord.TryRead(bytes, out _), $"bit {bit}");
        }
    }

    [Fact]
    public void Zeros_are_no_record() => Assert.False(IndexRecord.TryRead(new byte[IndexRecord.Size], out _));

    [Fact]
    public void A_header_reads_back_as_written()
    {
        var bytes = new byte[IndexHeader.Size];
        Header.Write(bytes);

        Assert.True(IndexHeader.TryRead(bytes, out var read));
        Assert.Equal(Header, read);
    }

    [Fact]
    public void A_header_with_any_damaged_bit_is_no_header()
    {
        for (var bit = 0; bit < IndexHeader.Size * 8; bit++)
        {
            var bytes = new byte[IndexHeader.Size];
            Header.Write(bytes);
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));

            Assert.False(IndexHeader.TryRead(bytes, out _), $"bit {bit}");
        }
    }
}
