using FsCheck;
using FsCheck.Fluent;

namespace Drover.UnitTests.Supervision.Logs;

/// <summary>Output as children write it, with everything that has ever broken a line splitter, and ways to cut it.</summary>
internal static class OutputGenerator
{
    private const int Limit = 65_536;

    /// <summary>Short lines, long ones around the limit, characters across the limit, invalid UTF-8, NUL, carriage returns, no newline at the end.</summary>
    public static Gen<byte[]> Output { get; } =
        Gen.Choose(0, 8).SelectMany(count => Gen.ArrayOf(Piece(), count)).Select(pieces => pieces.SelectMany(piece => piece).ToArray());

    /// <summary>Where to cut some output: sizes that are used over and over.</summary>
    public static Gen<int[]> ChunkSizes { get; } =
        Gen.Choose(1, 6).SelectMany(count => Gen.ArrayOf(Gen.OneOf(Gen.Choose(1, 5), Gen.Choose(1, 2000), Gen.Choose(Limit - 4, Limit + 4), Gen.Choose(1, 300_000)), count));

    public static IEnumerable<ReadOnlyMemory<byte>> Cut(byte[] output, int[] sizes)
    {
        var at = 0;
        for (var i = 0; at < output.Length; i++)
        {
            // Many tiny cuts of a huge output would only take time.
            var size = Math.Min(output.Length - at, Math.Max(sizes[i % sizes.Length], output.Length / 2000));
            yield return output.AsMemory(at, size);
            at += size;
        }
    }

    private static Gen<byte[]> Piece() => Gen.OneOf(
        Gen.Choose(0, 60).SelectMany(length => Gen.ArrayOf(Gen.Choose(0, 255).Select(value => (byte)value), length)),
        Gen.Choose(0, 200).Select(length => Repeat("x", length, "\n")),
        Gen.Choose(Limit - 5, Limit + 5).Select(length => Repeat("a", length, "\n")),
        Gen.Choose(Limit - 5, Limit + 5).Select(length => Repeat("b", length, "")),
        Gen.Choose((Limit / 4) - 3, (Limit / 4) + 3).Zip(Gen.Choose(0, 3)).Select(pair => (byte[])[.. Repeat("-", pair.Item2, ""), .. Repeat("😀", pair.Item1, "")]),
        Gen.Choose((Limit / 3) - 3, (Limit / 3) + 3).Zip(Gen.Choose(0, 3)).Select(pair => (byte[])[.. Repeat("-", pair.Item2, ""), .. Repeat("€", pair.Item1, "\n")]),
        Gen.Choose(Limit - 3, 3 * Limit).Select(length => Enumerable.Repeat((byte)0x80, length).ToArray()),
        Gen.Elements("\n", "\n\n\n", "\r\n", "a\rb\rc\n", "\0\n", "é", "\u001b[31mred\u001b[0m\n").Select(System.Text.Encoding.UTF8.GetBytes));

    private static byte[] Repeat(string text, int count, string end) =>
        System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, count)) + end);
}
