using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Contracts.Client;

namespace Drover.Cli.Commands.Logs;

/// <summary>The filters of <c>tail</c> and <c>head</c>, each a parameter of the HTTP query.</summary>
internal sealed class LogOptions
{
    internal Option<string> Stream { get; } = Values.Word("--stream", "Which output", "blended", "stdout", "stderr", "system");

    internal Option<int?> Lines { get; } = Values.Number("--lines", "N", "At most so many lines (default 100)", "-n");

    internal Option<string> Since { get; } = Values.Text("--since", "WHEN", "restart (the current run), a duration like 10m, or a time");

    internal Option<string> Until { get; } = Values.Text("--until", "WHEN", "A duration like 5m (that long ago), or a time");

    internal Option<long?> SinceSeq { get; } = Values.Sequence("--since-seq", "Lines from this number on");

    internal Option<string> Grep { get; } = Values.Text("--grep", "REGEX", "Only lines that match", "-g");

    internal Option<int?> Context { get; } = Values.Number("--context", "N", "Lines around each match", "-C");

    internal Option<string> Level { get; } = Values.Word("--level", "Only lines that look like that or worse", "error", "warn");

    internal Option<bool> Dedupe { get; } = Values.Flag("--dedupe", "Fold repeated lines into one");

    internal Option<string> Ansi { get; } = Values.Word("--ansi", "Colours of the program itself (default: keep on a terminal)", "strip", "keep");

    internal Option<int?> MaxBytes { get; } = Values.Number("--max-bytes", "N", "Cut the oldest lines beyond this size");

    internal void AddTo(CliCommand command)
    {
        foreach (var option in (Option[])[Stream, Lines, Since, Until, SinceSeq, Grep, Context, Level, Dedupe, Ansi, MaxBytes])
        {
            command.Options.Add(option);
        }
    }

    internal LogRequest ToRequest(Invocation call) => new()
    {
        Stream = call.Get(Stream),
        Limit = call.Get(Lines),
        Since = call.Get(Since),
        Until = call.Get(Until),
        SinceSeq = call.Get(SinceSeq),
        Grep = call.Get(Grep),
        Context = call.Get(Context),
        Level = call.Get(Level),
        Dedupe = call.Get(Dedupe),
        Ansi = call.Get(Ansi) ?? (call.Terminal.OutputIsTerminal && call.Terminal.Ink.Enabled && !call.Json ? "keep" : null),
        MaxBytes = call.Get(MaxBytes),
    };
}
