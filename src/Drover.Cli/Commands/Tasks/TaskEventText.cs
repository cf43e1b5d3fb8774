using System.Globalization;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Output;
using Drover.Contracts.Tasks;

namespace Drover.Cli.Commands.Tasks;

/// <summary>An event of a task in a line: time, what it is, its words.</summary>
internal static class TaskEventText
{
    private const int KindColumn = 18;

    internal static void Write(Invocation call, TaskEvent happened)
    {
        var ink = call.Terminal.Ink;
        var word = Category(happened) ?? TaskWords.Of(happened.Kind);
        var time = happened.CreatedAt.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        var margin = new string(' ', time.Length + 2 + KindColumn);
        var text = SafeText.On(call.Terminal, happened.Message.TrimEnd()).ReplaceLineEndings("\n" + margin);
        call.Out.Write($"{ink.Dim(time)}  {Painted(happened.Kind, ink, word.PadRight(KindColumn - 1))} {(happened.Kind == TaskEventKind.Error ? ink.Red(text) : text)}\n");
    }

    internal static string? Category(TaskEvent happened) =>
        happened.Metadata is { ValueKind: JsonValueKind.Object } metadata && metadata.TryGetProperty("category", out var category) && category.ValueKind == JsonValueKind.String ? category.GetString() : null;

    private static string Painted(TaskEventKind kind, Ink ink, string word) => kind switch
    {
        TaskEventKind.Lifecycle => ink.Cyan(word),
        TaskEventKind.Input => ink.Yellow(word),
        TaskEventKind.Diff => ink.Green(word),
        TaskEventKind.Error or TaskEventKind.Stderr => ink.Red(word),
        _ => ink.Dim(word),
    };
}
