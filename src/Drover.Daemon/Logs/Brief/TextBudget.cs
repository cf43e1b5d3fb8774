using System.Text;
using System.Text.Encodings.Web;

namespace Drover.Daemon.Logs.Brief;

/// <summary>How much text fits into an answer, counted as it will stand there: in JSON, with its newlines and quotes escaped.</summary>
internal sealed class TextBudget(int bytes)
{
    /// <summary>What an answer may have when nothing is said: with everything around it 8 KiB.</summary>
    public const int Default = 7 << 10;

    public const int Least = 256;
    public const int Most = 1 << 20;

    // Leaves room even in the least answer for what stands around a line: its stream, how much was cut, how often it came.
    private const int ShortestCut = Least - 64;
    private const int NewlineCost = 2;

    private int _left = bytes;
    private bool _hasTaken;

    /// <summary>The most a line may take: one must not push out all the others.</summary>
    public int LongestLine { get; } = Math.Max(ShortestCut, bytes / 4);

    /// <summary>The first line always fits: an answer without any leads no further.</summary>
    public bool Takes(string line)
    {
        var cost = Cost(line) + NewlineCost;
        if (_hasTaken && cost > _left)
        {
            return false;
        }

        _hasTaken = true;
        _left -= cost;
        return true;
    }

    /// <summary>A line of output: the beginning, and how much is not shown.</summary>
    /// <param name="line">The line.</param>
    /// <param name="most">How much of it may be shown, counted as in the answer.</param>
    public static string Cut(string line, int most)
    {
        var (shown, cost) = (0, 0);
        foreach (var rune in line.EnumerateRunes())
        {
            cost += Cost(rune);
            if (cost > most)
            {
                return $"{line[..shown]}… (+{Encoding.UTF8.GetByteCount(line.AsSpan(shown))} bytes)";
            }

            shown += rune.Utf16SequenceLength;
        }

        return line;
    }

    private static int Cost(string line)
    {
        var cost = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            cost += Cost(rune);
        }

        return cost;
    }

    private static int Cost(Rune rune) =>
        !JavaScriptEncoder.UnsafeRelaxedJsonEscaping.WillEncode(rune.Value) ? rune.Utf8SequenceLength
        : rune.Value is '"' or '\\' or '\n' or '\r' or '\t' or '\b' or '\f' ? 2
        : 6 * rune.Utf16SequenceLength;
}
