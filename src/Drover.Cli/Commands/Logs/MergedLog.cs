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
        var failure = await new EventFollower(client, sessions, request, isMerged: true)
            .RunAsync((_, json) => printer.Print(LogRecordReader.Read(json.Span)), call.Out.Flush, call.Cancellation);
        return failure is null ? ExitCodes.Ok : call.Fail(failure);
    }
}
