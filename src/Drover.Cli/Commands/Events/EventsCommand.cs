using System.Globalization;
using System.Text;
using Drover.Cli.CommandLine;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;
using Drover.Contracts.Events;

namespace Drover.Cli.Commands.Events;

/// <summary><c>drover events [-f]</c>.</summary>
internal static class EventsCommand
{
    internal static CliCommand Build(string name)
    {
        var follow = Values.Flag("--follow", "Go on with new ones", "-f");
        var since = Values.Sequence("--since-seq", "Events from this number on");
        return new CliCommand(name)
        {
            Options = { follow, since },
            Run = call => call.Get(follow)
                ? FollowAsync(call, call.Get(since))
                : call.ShowAsync(client => client.EventsAsync(call.Get(since)), page => Show(call, page)),
            Examples = ["drover events", "drover events -f", "drover events -f --json | jq 'select(.type == \"session.exited\")'"],
        };
    }

    private static int Show(Invocation call, EventPage page)
    {
        foreach (var happened in page.Events)
        {
            Write(call, happened);
        }

        return ExitCodes.Ok;
    }

    private static async Task<int> FollowAsync(Invocation call, long? since)
    {
        var client = await call.ConnectAsync();
        var failure = client.IsSuccess ? await new EventFollower(client.Value, since).RunAsync(Show, call.Out.Flush, call.Cancellation) : client.Error;
        return failure is null ? ExitCodes.Ok : call.Fail(failure);

        void Show(ReadOnlyMemory<byte> happened)
        {
            if (call.Json)
            {
                call.Out.Write(Encoding.UTF8.GetString(happened.Span) + "\n");
            }
            else
            {
                Write(call, DroverClient.ReadEvent(happened));
            }
        }
    }

    // 12:03:04  web  session.exited  exited 1 after 240 ms
    private static void Write(Invocation call, DroverEvent happened)
    {
        var ink = call.Terminal.Ink;
        var who = happened.Label ?? happened.SessionId?[..8] ?? happened.JobId ?? "daemon";
        call.Out.Write(ink.Dim(happened.Ts.ToLocalTime().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)));
        call.Out.Write($"  {ink.Bold(who)}  {happened.Type}{(happened.Reason is { } reason ? $"  {reason}" : "")}\n");
    }
}
