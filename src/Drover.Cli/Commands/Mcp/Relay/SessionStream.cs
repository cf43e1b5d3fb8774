using Drover.Contracts.Client;

namespace Drover.Cli.Commands.Mcp.Relay;

/// <summary>
/// What a session says unasked, over restarts of the daemon: its stream is opened again whenever it ends. A daemon that is not there is not started
/// for it.
/// </summary>
internal sealed class SessionStream(DaemonLink link, RelaySession session, RelayOutput output, TimeProvider time)
{
    private const int NotFound = 404;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongPause = TimeSpan.FromSeconds(5);

    /// <summary>Ends when the daemon offers no stream.</summary>
    internal async Task ListenAsync(CancellationToken ends)
    {
        var (pause, opened) = (Pause, false);
        while (true)
        {
            var id = session.Id;
            using var answer = id is null ? null : await link.TrySendAsync(session.Call("GET"), ends);
            if (answer is { Status: NotFound })
            {
                await session.RenewAsync(id!, ends);
            }
            else if (answer is { ContentType: not "text/event-stream" })
            {
                return;
            }
            else if (answer is not null)
            {
                if (opened)
                {
                    // A daemon that takes up a session again knows nothing of what it was subscribed to.
                    await session.SubscribeAgainAsync(ends);
                }

                (pause, opened) = (Pause, true);
                await CopyAsync(answer, ends);
            }

            await Task.Delay(pause, time, ends);
            pause = pause * 2 < LongPause ? pause * 2 : LongPause;
        }
    }

    private async Task CopyAsync(McpAnswer answer, CancellationToken ends)
    {
        try
        {
            var messages = new MessageReader(answer);
            while (await messages.NextAsync(ends) is { } message)
            {
                await output.WriteAsync(message);
            }
        }
        catch (Exception broken) when (broken is IOException or InvalidDataException)
        {
            // The daemon has gone, perhaps only for a moment.
        }
    }
}
