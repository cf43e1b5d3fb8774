using Drover.Contracts.Client;
using Drover.Contracts.Logs;

namespace Drover.Cli.Commands.Sessions;

/// <summary>
/// What stands behind the last newline of a session on a terminal of its own: a prompt, and the echo of what is typed. Shown as it grows, and not once
/// more when the line is complete.
/// </summary>
internal sealed class UnfinishedLine(DroverClient client, string id)
{
    private const string Erase = "\r\e[K";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private string _shown = "";
    private long _nextSeq = -1;

    /// <summary>What is still to be written of a line that is complete now.</summary>
    internal string Rest(LogEntry entry)
    {
        _nextSeq = entry.Seq + 1;
        if (entry.Stream is not "stdout")
        {
            // A note goes on a line of its own; what was unfinished is shown anew below it.
            var apart = _shown.Length > 0 ? "\n" : "";
            _shown = "";
            return apart;
        }

        var rest = Beyond(entry.Line);
        _shown = "";
        return rest;
    }

    /// <summary>Looks at it until it is called off; <paramref name="show"/> runs what writes and is not run at once with <see cref="Rest"/>.</summary>
    internal async Task RunAsync(Action<Func<string>> show, CancellationToken over)
    {
        try
        {
            while (true)
            {
                var page = await client.LogsAsync(id, new LogRequest { Limit = 0, Ansi = "keep" }, over);
                if (page.IsSuccess)
                {
                    show(() => Grown(page.Value.Value));
                }

                await Task.Delay(Pause, TimeProvider.System, over);
            }
        }
        catch (OperationCanceledException)
        {
            // Called off.
        }
    }

    // Of a moment before or behind the last line that was shown it would stand in the wrong place.
    private string Grown(LogPage page)
    {
        var text = page.Partial?.Stdout ?? "";
        if (page.NextSeq != _nextSeq || string.Equals(text, _shown, StringComparison.Ordinal))
        {
            return "";
        }

        var rest = Beyond(text);
        _shown = text;
        return rest;
    }

    private string Beyond(string text) => text.StartsWith(_shown, StringComparison.Ordinal) ? text[_shown.Length..] : Erase + text;
}
