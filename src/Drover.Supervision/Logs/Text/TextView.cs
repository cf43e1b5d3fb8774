using System.Buffers;
using System.Text;

namespace Drover.Supervision.Logs.Text;

/// <summary>
/// The one way from the raw bytes of a line to text. Bytes that are no UTF-8 become U+FFFD; NUL and other control characters stay.
/// </summary>
public static class TextView
{
    /// <summary>The text of a line.</summary>
    /// <param name="line">Raw bytes without the newline.</param>
    /// <param name="options">What to take out.</param>
    public static string Of(ReadOnlySpan<byte> line, TextOptions options = TextOptions.Plain)
    {
        if (!options.HasFlag(TextOptions.StripAnsi) || AnsiStripper.IsPlain(line))
        {
            return Encoding.UTF8.GetString(Fold(line, options));
        }

        var rented = ArrayPool<byte>.Shared.Rent(line.Length);
        var text = Encoding.UTF8.GetString(Fold(rented.AsSpan(0, AnsiStripper.Strip(line, rented)), options));
        ArrayPool<byte>.Shared.Return(rented);
        return text;
    }

    /// <summary>The plain text of a line, without a string.</summary>
    /// <param name="line">Raw bytes without the newline.</param>
    /// <param name="target">Room for as many characters as the line has bytes.</param>
    /// <returns>The characters written.</returns>
    internal static int Decode(ReadOnlySpan<byte> line, Span<char> target)
    {
        if (AnsiStripper.IsPlain(line))
        {
            return Encoding.UTF8.GetChars(CarriageReturnFolder.Fold(line), target);
        }

        var rented = ArrayPool<byte>.Shared.Rent(line.Length);
        var length = Encoding.UTF8.GetChars(CarriageReturnFolder.Fold(rented.AsSpan(0, AnsiStripper.Strip(line, rented))), target);
        ArrayPool<byte>.Shared.Return(rented);
        return length;
    }

    private static ReadOnlySpan<byte> Fold(ReadOnlySpan<byte> line, TextOptions options) =>
        options.HasFlag(TextOptions.FoldCarriageReturns) ? CarriageReturnFolder.Fold(line) : line;
}
