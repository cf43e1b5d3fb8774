using Drover.Supervision.Logs;
using Drover.Supervision.Logs.Text;

namespace Drover.Daemon.Logs.Brief;

/// <summary>Lines of the store as text: without colours, repeats folded, the stream named only where it is not stdout.</summary>
internal static class OutputText
{
    /// <param name="Text">One line.</param>
    /// <param name="Seq">Number of the last line it stands for.</param>
    /// <param name="Count">How many lines it stands for.</param>
    internal readonly record struct Shown(string Text, long Seq, int Count);

    public static IEnumerable<Shown> Of(IReadOnlyList<LogLine> lines, bool namesStreams, int longest)
    {
        foreach (var (line, repeats) in RepeatFolder.Fold(lines))
        {
            var stream = namesStreams ? NameOf(line.Stream) : "";
            var text = TextBudget.Cut(TextView.Of(line.Bytes.Span), longest);
            yield return new Shown($"{stream}{text}{(repeats > 1 ? $" (×{repeats})" : "")}", line.Sequence, repeats);
        }
    }

    /// <summary>What stands behind the last newline: a prompt, for example.</summary>
    public static string? Partial(SessionLog log, LogStream? stream, int longest)
    {
        var partial = LogPages.Partial(log, new LogRequest { Stream = stream });
        var text = string.Join('\n', ((string?[])[partial?.Stdout, partial?.Stderr]).OfType<string>());
        return text.Length == 0 ? null : TextBudget.Cut(text, longest);
    }

    private static string NameOf(LogStream stream) => stream switch
    {
        LogStream.Stderr => "[stderr] ",
        LogStream.System => "[drover] ",
        _ => "",
    };
}
