using System.Globalization;
using Drover.Cli.Output;
using Drover.Contracts.Client;
using Drover.Contracts.Logs;

namespace Drover.Cli.Commands.Logs;

/// <summary>Entries as text, the same as the daemon's <c>format=text</c>: <c>[stdout] line</c> when blended, the bare line when one stream is asked for.</summary>
internal sealed class LogPrinter(Terminal terminal, bool tagged, bool times, IReadOnlyDictionary<string, string> names)
{
    private readonly Ink _ink = terminal.Ink;
    private readonly NameColumn _names = new(names);

    internal void Print(LogRecord record)
    {
        if (record.Entry is { } entry)
        {
            Print(entry);
        }
        else if (record.Gap is { Dropped: > 0 } gap)
        {
            Print(gap);
        }

        PrintTruncated(record.Truncated);
    }

    internal void PrintTruncated(int? lines)
    {
        if (lines is > 0 and var cut)
        {
            terminal.Out.Flush();
            terminal.Error.WriteLine(terminal.ErrorInk.Yellow($"… {Figures.Count(cut, "older line")} left out …"));
        }
    }

    internal void Print(LogGap? gap)
    {
        if (gap is { Dropped: > 0 })
        {
            terminal.Out.Flush();
            terminal.Error.WriteLine(terminal.ErrorInk.Yellow($"… {Figures.Count(gap.Dropped, "line")} no longer kept …"));
        }
    }

    internal void Print(LogPartial? partial)
    {
        if (partial?.Stdout is { Length: > 0 } stdout)
        {
            terminal.Out.Write($"{Tag("stdout")}{stdout}\n");
        }

        if (partial?.Stderr is { Length: > 0 } stderr)
        {
            terminal.Out.Write($"{Tag("stderr")}{stderr}\n");
        }
    }

    internal void Print(LogEntry entry)
    {
        var output = terminal.Out;
        if (times)
        {
            output.Write(_ink.Dim(entry.Ts.ToLocalTime().ToString("HH:mm:ss.fff ", CultureInfo.InvariantCulture)));
        }

        output.Write(_names.Of(entry.SessionId, _ink));
        output.Write(Tag(entry.Stream));
        output.Write(entry.Stream is "system" ? _ink.Cyan(entry.Line) : entry.Line);
        if (entry.Repeats is > 1 and var repeats)
        {
            output.Write(_ink.Dim($" (x{repeats})"));
        }

        output.Write('\n');
    }

    private string Tag(string stream) => !tagged ? "" : stream switch
    {
        "stdout" => _ink.Enabled ? _ink.Dim("[stdout] ") : "[stdout] ",
        "stderr" => _ink.Enabled ? _ink.Red("[stderr] ") : "[stderr] ",
        _ => _ink.Enabled ? _ink.Cyan($"[{stream}] ") : $"[{stream}] ",
    };
}
