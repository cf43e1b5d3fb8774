using System.Text;
using Drover.Supervision.Logs;

namespace Drover.Daemon.Features.Tasks.Runners;

internal static class RunnerDialogues
{
    /// <summary>A whole line as text.</summary>
    public static DialogueStep Line(this IRunnerDialogue dialogue, LogStream stream, string text) => dialogue.Line(stream, Encoding.UTF8.GetBytes(text), continued: false);

    /// <summary>A line of the log.</summary>
    public static DialogueStep Line(this IRunnerDialogue dialogue, LogLine line) => dialogue.Line(line.Stream, line.Bytes.Span, line.Continued);
}
