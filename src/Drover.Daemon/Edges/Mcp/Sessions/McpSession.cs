using Drover.Daemon.Edges.Mcp.Offers;
using Drover.Daemon.Edges.Mcp.Serving;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Drover.Daemon.Edges.Mcp.Sessions;

/// <summary>One client of the initialize era: its transport, its server, and the changes it hears of.</summary>
internal sealed class McpSession : IAsyncDisposable
{
    // Uses that end afterwards leave it below zero.
    private const int Retired = int.MinValue / 2;

    private readonly CancellationTokenSource _ends = new();
    private readonly TimeProvider _time;
    private readonly Task _work;
    private int _uses; // Below zero when it is let go of.
    private long _lastUse;

    public McpSession(StreamableHttpServerTransport transport, McpServer server, McpChanges changes, McpSubscriptions subscriptions, TimeProvider time)
    {
        (Transport, Server, _time, _lastUse) = (transport, server, time, time.GetTimestamp());
        var id = Id;
        var listening = changes.Listen(change => change.What != McpChange.Resource || subscriptions.Wants(id, change.Uri!));
        _work = Task.WhenAll(
            server.RunAsync(_ends.Token),
            transport.HandleGetRequestAsync(Unsolicited, _ends.Token),
            TellAsync(listening, subscriptions, _ends.Token));
    }

    public string Id => Transport.SessionId!;

    public StreamableHttpServerTransport Transport { get; }

    public McpServer Server { get; }

    /// <summary>Where GETs attach.</summary>
    public UnsolicitedStream Unsolicited { get; } = new();

    /// <summary>How long nobody has used it; null while somebody does.</summary>
    public TimeSpan? Idle => Volatile.Read(ref _uses) != 0 ? null : _time.GetElapsedTime(Volatile.Read(ref _lastUse));

    /// <returns>Null when it is let go of at this moment.</returns>
    public SessionUse? TryUse()
    {
        while (Volatile.Read(ref _uses) is >= 0 and var uses)
        {
            if (Interlocked.CompareExchange(ref _uses, uses + 1, uses) == uses)
            {
                return new SessionUse(this);
            }
        }

        return null;
    }

    /// <summary>From now on nobody can use it; fails while somebody does.</summary>
    public bool TryRetire() => Interlocked.CompareExchange(ref _uses, Retired, 0) == 0;

    /// <summary>From now on nobody can begin to use it.</summary>
    public void Retire() => Volatile.Write(ref _uses, Retired);

    public void Leave()
    {
        Volatile.Write(ref _lastUse, _time.GetTimestamp());
        Interlocked.Decrement(ref _uses);
    }

    public async ValueTask DisposeAsync()
    {
        await _ends.CancelAsync();
        Unsolicited.End();
        await Server.DisposeAsync();
        await Transport.DisposeAsync();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Unsolicited.DisposeAsync();
        _ends.Dispose();
    }

    /// <summary>Changes go to the GET stream, if there is one.</summary>
    private async Task TellAsync(McpChanges.Listening listening, McpSubscriptions subscriptions, CancellationToken ends)
    {
        using (listening)
        {
            await foreach (var change in listening.ReadAsync(ends))
            {
                await (change.What switch
                {
                    McpChange.Tools => Server.SendNotificationAsync(NotificationMethods.ToolListChangedNotification, ends),
                    McpChange.Prompts => Server.SendNotificationAsync(NotificationMethods.PromptListChangedNotification, ends),
                    McpChange.Resources => Server.SendNotificationAsync(NotificationMethods.ResourceListChangedNotification, ends),
                    _ => TellResourceAsync(subscriptions, change.Uri!, ends),
                });
            }
        }
    }

    // In the words in which the client has subscribed.
    private async Task TellResourceAsync(McpSubscriptions subscriptions, string watched, CancellationToken ends)
    {
        foreach (var uri in subscriptions.UrisFor(Id, watched))
        {
            await Server.SendNotificationAsync(NotificationMethods.ResourceUpdatedNotification, new ResourceUpdatedNotificationParams { Uri = uri }, cancellationToken: ends);
        }
    }
}
