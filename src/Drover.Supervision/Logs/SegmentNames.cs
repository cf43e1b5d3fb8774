using System.Globalization;
using System.Runtime.InteropServices;

namespace Drover.Supervision.Logs;

/// <summary>Names of the files in a log's folder: <c>stdout.000001.log</c> holds the bytes, <c>stdout.000001.idx</c> says what they are.</summary>
internal static class SegmentNames
{
    public const string BytesExtension = ".log";
    public const string IndexExtension = ".idx";

    private static readonly string[] StreamNames = ["stdout", "stderr", "system"];

    public static string Of(LogStream stream) => StreamNames[(int)stream];

    public static string BytesPath(string directory, LogStream stream, int number) => Path.Combine(directory, Name(stream, number) + BytesExtension);

    public static string IndexPath(string directory, LogStream stream, int number) => Path.Combine(directory, Name(stream, number) + IndexExtension);

    /// <summary>Reads a name back. False for every other file.</summary>
    public static bool TryParse(ReadOnlySpan<char> name, out SegmentName parsed)
    {
        parsed = default;
        var isIndex = name.EndsWith(IndexExtension, StringComparison.Ordinal);
        if (!isIndex && !name.EndsWith(BytesExtension, StringComparison.Ordinal))
        {
            return false;
        }

        var dot = name.IndexOf('.');
        var digits = name[(dot + 1)..^BytesExtension.Length];
        if (digits.Length < 6 || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
        {
            return false;
        }

        for (var stream = 0; stream < StreamNames.Length; stream++)
        {
            if (name[..dot].SequenceEqual(StreamNames[stream]))
            {
                parsed = new SegmentName((LogStream)stream, number, isIndex);
                return true;
            }
        }

        return false;
    }

    private static string Name(LogStream stream, int number) => $"{StreamNames[(int)stream]}.{number:D6}";
}

[StructLayout(LayoutKind.Auto)]
internal readonly record struct SegmentName(LogStream Stream, int Number, bool IsIndex);
