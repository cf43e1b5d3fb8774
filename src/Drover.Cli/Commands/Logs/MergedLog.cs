using Drover.Cli.CommandLine;
using Drover.Cli.Connecting;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;

namespace Drover.Cli.Commands.Logs;

/// <summary>Several sessions in one view, each line with the name of its session.</summary>
internal static class MergedLog
{
    internal static async Task<int> PrintAsync(
        Invocation call, DroverClient client, IReadOnlyList<string> sessions, LogRequest request, bool follow, Func<IReadOnlyDictionary<string, string>, LogPrinter> print)
    {
        var list = await client.ListAsync();
        if (!list.IsSuccess)
        {
            return call.Fail(list.Error!);
        }

        var asked = list.Value.Value.Sessions.Where(session => sessions.Any(name => Means(name, session.Id, session.Label)));
        var printer = print(asked.ToDictionary(session => session.Id, SessionChoice.NameOf, StringComparer.Ordinal));
        return follow ? await FollowAsync(call, client, sessions, request, printer) : await ShowAsync(call, client, sessions, request, printer);
    }

    private static bool Means(string name, string id, string? label) => string.Equals(name, label, StringComparison.Ordinal) || id.StartsWith(name, StringComparison.OrdinalIgnoreCase);

    private static async Task<int> ShowAsync(Invocation call, DroverClient client, IReadOnlyList<string> sessions, LogRequest request, LogPrinter printer)
    {
        var answer = await client.MergedLogsAsync(sessions, request);
        if (!answer.IsSuccess)
        {
            return call.Fail(answer.Error!);
        }

        printer.Print(answer.Value.Value.Gap);
        printer.PrintTruncated(answer.Value.Value.Truncated);
        foreach (var entry in answer.Value.Value.Entries)
        {
            printer.Print(entry);
        }

        return ExitCodes.Ok;
    }

    private static async Task<int> FollowAsync(Invocation call, DroverClient client, IReadOnlyList<string> sessions, LogRequest request, LogPrinter printer)
    {
        var opened = await client.LogTextAsync(sessions, request, "ndjson", follow: true, call.Cancellation);
        if (!opened.IsSuccess)
        {
            return call.Fail(opened.Error!);
        }

        using var stream = opened.Value;
        while (true)
        {
            var more = await stream.TryMoveNextAsync(call.Cancellation);
            if (!more.IsSuccess || !more.Value)
            {
                return more.IsSuccess ? ExitCodes.Ok : call.Fail(more.Error!);
            }

            if (stream.Current.IsEmpty)
            {
                continue;
            }

            var record = LogRecordReader.Read(stream.Current.Span);
            if (record.Error is { } error)
            {
                return call.Fail(error);
            }

            printer.Print(record);
            if (!stream.HasBufferedLine)
            {
                await call.Out.FlushAsync();
            }
        }
    }
}
