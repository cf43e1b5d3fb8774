using System.Runtime.InteropServices;

namespace Drover.Supervision.Logs.Text;

/// <summary>Equal lines in a row, shown once.</summary>
/// <param name="Line">The last of them: its number is the cursor to go on from.</param>
/// <param name="Repeats">How many there were, at least one.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FoldedLine(LogLine Line, int Repeats);

/// <summary>Folds lines of one stream and run that follow each other with the same bytes.</summary>
public static class RepeatFolder
{
    /// <summary>Folds what one read brought.</summary>
    /// <param name="lines">Lines, oldest first.</param>
    public static IReadOnlyList<FoldedLine> Fold(IReadOnlyList<LogLine> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var folded = new List<FoldedLine>(lines.Count);
        foreach (var line in lines)
        {
            if (folded.Count > 0 && Equal(folded[^1].Line, line))
            {
                folded[^1] = new FoldedLine(line, folded[^1].Repeats + 1);
            }
            else
            {
                folded.Add(new FoldedLine(line, 1));
            }
        }

        return folded;
    }

    private static bool Equal(LogLine a, LogLine b) =>
        a.Stream == b.Stream && a.Run == b.Run && a.Continued == b.Continued && a.Bytes.Span.SequenceEqual(b.Bytes.Span);
}
