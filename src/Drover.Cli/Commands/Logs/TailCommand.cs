using System.CommandLine;
using System.Text;
using Drover.Cli.CommandLine;
using Drover.Cli.Connecting;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;

namespace Drover.Cli.Commands.Logs;

/// <summary><c>drover tail [-f]</c>, <c>head</c> and <c>logs</c>.</summary>
internal static class TailCommand
{
    internal static CliCommand Build(string name) => Build(name, fromStart: false);

    internal static CliCommand BuildHead(string name) => Build(name, fromStart: true);

    private static CliCommand Build(string name, bool fromStart)
    {
        var which = Values.Sessions();
        var options = new LogOptions();
        var follow = Values.Flag("--follow", "Go on until the session has ended", "-f");
        var format = Values.Word("--format", "The daemon's own form, passed on as it is", "json", "text", "ndjson", "sse", "raw");
        var times = Values.Flag("--timestamps", "Begin each line with its time", "-t");
        var path = Values.Flag("--path", "Print the log files instead: joined they are exactly what the program wrote");
        var command = new CliCommand(name)
        {
            Arguments = { which },
            Run = async call =>
            {
                if (call.Get(path) && ((!fromStart && call.Get(follow)) || call.Get(format) is not null))
                {
                    return call.Usage("--path names the files and shows nothing of them: leave --follow and --format out. tail -F on those files follows them.");
                }

                var client = await call.ConnectAsync();
                var sessions = client.IsSuccess ? await ChooseAsync(client.Value, call.Get(which) ?? []) : client.Error!;
                if (!sessions.IsSuccess)
                {
                    return call.Fail(sessions.Error!);
                }

                var request = options.ToRequest(call) with { FromStart = fromStart };
                var following = !fromStart && call.Get(follow);
                return call.Get(path) ? await PathsAsync(call, client.Value, sessions.Value)
                    : call.Get(format) is { } asked ? await PassOnAsync(call, client.Value, sessions.Value, request, asked, following)
                    : call.Json ? await PassOnAsync(call, client.Value, sessions.Value, request, following ? "ndjson" : "json", following)
                    : await PrintAsync(call, client.Value, sessions.Value, request, following, call.Get(times));
            },
            Examples = fromStart
                ? ["drover head web", "drover head web --stream stderr -n 20"]
                : ["drover tail -f web", "drover tail web --since restart --level error", "drover tail -f web api --timestamps", "drover tail web --grep 'GET /api' -C 2", "cat $(drover logs web --path)"],
        };
        options.AddTo(command);
        foreach (var option in (Option[])(fromStart ? [format, times, path] : [follow, format, times, path]))
        {
            command.Options.Add(option);
        }

        return command;
    }

    private static async Task<Result<IReadOnlyList<string>>> ChooseAsync(DroverClient client, string[] names)
    {
        if (names.Length > 0)
        {
            return await ProjectNames.ResolveAsync(client, names);
        }

        var only = await SessionChoice.OfAsync(client, null);
        return only.IsSuccess ? (string[])[only.Value] : only.Error!;
    }

    private static async Task<int> PathsAsync(Invocation call, DroverClient client, IReadOnlyList<string> sessions)
    {
        foreach (var name in sessions)
        {
            var answer = await client.GetAsync(name);
            if (!answer.IsSuccess)
            {
                return call.Fail(answer.Error!);
            }

            foreach (var file in answer.Value.Value.LogPaths.Stdout.Concat(answer.Value.Value.LogPaths.Stderr))
            {
                call.Out.Write(file + "\n");
            }
        }

        return ExitCodes.Ok;
    }

    private static async Task<int> PassOnAsync(Invocation call, DroverClient client, IReadOnlyList<string> sessions, LogRequest request, string format, bool follow)
    {
        if (follow && format is ("json" or "ndjson" or "sse"))
        {
            return await PassEventsOnAsync(call, client, sessions, request, asEvents: format is "sse");
        }

        var cancellation = follow ? call.Cancellation : default;
        var opened = await client.LogTextAsync(sessions, request, format, follow, cancellation);
        if (!opened.IsSuccess)
        {
            return call.Fail(opened.Error!);
        }

        using var stream = opened.Value;
        await stream.CopyToAsync(call.Terminal.Bytes, cancellation);
        if (format is "json")
        {
            call.Out.Write('\n');
        }

        return ExitCodes.Ok;
    }

    // By records, so that it is known where to go on when the daemon comes back.
    private static async Task<int> PassEventsOnAsync(Invocation call, DroverClient client, IReadOnlyList<string> sessions, LogRequest request, bool asEvents)
    {
        var output = call.Terminal.Bytes;
        var failure = await new EventFollower(client, sessions, request, isMerged: sessions.Count > 1).RunAsync(Pass, output.Flush, call.Cancellation);
        return failure is null ? ExitCodes.Ok : call.Fail(failure);

        void Pass(string? id, ReadOnlyMemory<byte> json)
        {
            if (asEvents)
            {
                output.Write(Encoding.ASCII.GetBytes(id is null ? "data: " : $"id: {id}\ndata: "));
            }

            output.Write(json.Span);
            output.Write(asEvents ? "\n\n"u8 : "\n"u8);
        }
    }

    private static async Task<int> PrintAsync(Invocation call, DroverClient client, IReadOnlyList<string> sessions, LogRequest request, bool follow, bool times)
    {
        var tagged = request.Stream is null or "blended";
        if (sessions.Count > 1)
        {
            return await MergedLog.PrintAsync(call, client, sessions, request, follow, names => new LogPrinter(call.Terminal, tagged, times, names));
        }

        var printer = new LogPrinter(call.Terminal, tagged, times, new Dictionary<string, string>(StringComparer.Ordinal));
        if (follow)
        {
            var failure = await new LogFollower(client, sessions[0]).RunAsync(request, printer.Print, call.Out.Flush, call.Cancellation);
            return failure is null ? ExitCodes.Ok : call.Fail(failure);
        }

        var answer = await client.LogsAsync(sessions[0], request);
        if (!answer.IsSuccess)
        {
            return call.Fail(answer.Error!);
        }

        var page = answer.Value.Value;
        printer.Print(page.Gap);
        printer.PrintTruncated(page.Truncated);
        foreach (var entry in page.Entries)
        {
            printer.Print(entry);
        }

        printer.Print(page.Partial);
        return ExitCodes.Ok;
    }
}
