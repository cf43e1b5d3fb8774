using Drover.Cli.Commands.Logs;
using Drover.Cli.Output;
using Drover.Contracts.Client;
using Drover.Contracts.Logs;

namespace Drover.Cli.Commands.Projects;

/// <summary>What the processes print goes to standard output; that one has started, is ready, was restarted or has ended to standard error.</summary>
internal sealed class TextLines(Terminal terminal, ProjectScope scope) : IProjectLines
{
    private readonly NameColumn _names = new(scope.Names);
    private readonly LogPrinter _printer = new(terminal, tagged: false, times: false, scope.Names);

    public string? Ansi => terminal.Ink.Enabled ? "keep" : null;

    public void Show(LogRecord record)
    {
        if (record.Entry is { Stream: "system" } news)
        {
            terminal.Out.Flush();
            terminal.Error.WriteLine(_names.Of(news.SessionId, terminal.ErrorInk) + Paint(news));
        }
        else
        {
            _printer.Print(record);
        }
    }

    public void Flush() => terminal.Out.Flush();

    private string Paint(LogEntry news)
    {
        var ink = terminal.ErrorInk;
        var line = news.Line;
        return line.StartsWith("ready", StringComparison.Ordinal) ? ink.Green($"✓ {line}")
            : line.StartsWith("exited 0", StringComparison.Ordinal) || line.StartsWith("stopped", StringComparison.Ordinal) ? ink.Dim($"· {line}")
            : BadNews.Any(start => line.StartsWith(start, StringComparison.Ordinal)) ? ink.Red($"✗ {line}")
            : ink.Cyan($"· {line}");
    }

    private static readonly string[] BadNews = ["exited ", "killed by ", "lost", "could not be started", "not ready", "it depends on"];
}
