using Drover.Cli.CommandLine;
using Drover.Cli.Output;
using Drover.Contracts.Tasks;

namespace Drover.Cli.Commands.Tasks;

/// <summary>A patch in the colours that git has for it; into a pipe or a file as it is, for git apply.</summary>
internal static class PatchText
{
    internal static void Write(Invocation call, string patch)
    {
        if (!call.Terminal.OutputIsTerminal && !call.Terminal.Ink.Enabled)
        {
            call.Out.Write(patch);
            return;
        }

        foreach (var line in patch.AsSpan().TrimEnd('\n').EnumerateLines())
        {
            call.Out.Write(Painted(SafeText.On(call.Terminal, line.ToString()), call.Terminal.Ink));
            call.Out.Write('\n');
        }
    }

    /// <summary>The files with what happened to them, then the lines as git --stat has them.</summary>
    internal static void WriteStat(Invocation call, TaskDiff diff)
    {
        var ink = call.Terminal.Ink;
        var table = new Table("STATUS", "ADDED", "REMOVED", "FILE");
        foreach (var file in diff.Files)
        {
            var path = file.OldPath is { } old ? $"{old} → {file.Path}" : file.Path;
            table.Add(
                TaskWords.Of(file.Status),
                file.Binary ? "binary" : new Cell($"+{file.Added}", ink.Green),
                file.Binary ? "binary" : new Cell($"-{file.Removed}", ink.Red),
                SafeText.On(call.Terminal, path + (file is { OldMode: { } before, NewMode: { } after } && before != after ? $" ({before} → {after})" : "")));
        }

        table.Write(call.Terminal);
    }

    private static string Painted(string line, Ink ink) =>
        line.StartsWith("diff ", StringComparison.Ordinal) || line.StartsWith("+++ ", StringComparison.Ordinal) || line.StartsWith("--- ", StringComparison.Ordinal)
            || line.StartsWith("index ", StringComparison.Ordinal) ? ink.Bold(line)
        : line.StartsWith("@@", StringComparison.Ordinal) ? ink.Cyan(line)
        : line.StartsWith('+') ? ink.Green(line)
        : line.StartsWith('-') ? ink.Red(line)
        : line;
}
