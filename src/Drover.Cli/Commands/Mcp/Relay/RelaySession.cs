using System.Collections.Concurrent;
using System.Text.Json;
using Drover.Contracts.Client;

namespace Drover.Cli.Commands.Mcp.Relay;

/// <summary>
/// The session of a client that has introduced itself. It can be begun again with the client's own words, who need not know: a daemon that does not
/// recognise the session any more says 404.
/// </summary>
internal sealed class RelaySession(DaemonLink link, string query) : IDisposable
{
    private static readonly byte[] Initialized = """{"jsonrpc":"2.0","method":"notifications/initialized"}"""u8.ToArray();

    private readonly SemaphoreSlim _renewing = new(1, 1);
    private readonly ConcurrentDictionary<string, byte[]> _subscribed = new(StringComparer.Ordinal);
    private byte[]? _initialize;
    private string? _revision;

    internal string? Id { get; private set; }

    /// <summary>The client introduces itself.</summary>
    internal void Begin(byte[] initialize) => (_initialize, Id, _revision) = (initialize, null, null);

    /// <summary>The daemon has answered that.</summary>
    /// <param name="answer">Its head.</param>
    /// <param name="message">Its body.</param>
    internal void Accept(McpAnswer answer, ReadOnlyMemory<byte> message)
    {
        using var json = JsonDocument.Parse(message);
        if (json.RootElement.TryGetProperty("result", out var result) && answer.Header(RelayHeaders.Session) is { } id)
        {
            (Id, _revision) = (id, result.GetProperty("protocolVersion").GetString());
        }
    }

    /// <summary>A request of this session, or before there is one.</summary>
    internal McpCall Call(string verb, ReadOnlyMemory<byte> message = default) =>
        new(verb, query) { Message = message, Headers = Id is { } id ? RelayHeaders.Of(id, _revision) : [] };

    /// <summary>Remembers what the client has subscribed to: a daemon that was restarted does not.</summary>
    internal void Note(Envelope message, byte[] line)
    {
        switch (message)
        {
            case { Method: "resources/subscribe", Name: { } uri }:
                _subscribed[uri] = line;
                break;
            case { Method: "resources/unsubscribe", Name: { } uri }:
                _ = _subscribed.TryRemove(uri, out _);
                break;
        }
    }

    /// <summary>Begins the session again.</summary>
    /// <param name="lost">Id of the session that is gone; somebody else may have been quicker.</param>
    /// <param name="ends">Ends it.</param>
    /// <returns>False when it cannot be.</returns>
    internal async Task<bool> RenewAsync(string lost, CancellationToken ends)
    {
        await _renewing.WaitAsync(ends);
        try
        {
            if (Id != lost || _initialize is null)
            {
                return Id is not null;
            }

            Id = null;
            var begun = await link.SendAsync(Call("POST", _initialize), repeatable: true, ends);
            if (begun.Error is not null)
            {
                return false;
            }

            using var answer = begun.Value;
            var events = new MessageReader(answer);
            while (Id is null && await events.NextAsync(ends) is { } message)
            {
                Accept(answer, message);
            }

            await SendQuietlyAsync(Initialized, ends);
            await SubscribeAgainAsync(ends);
            return Id is not null;
        }
        finally
        {
            _renewing.Release();
        }
    }

    /// <summary>The client asked for these once; their answers are not for it.</summary>
    internal async Task SubscribeAgainAsync(CancellationToken ends)
    {
        foreach (var line in _subscribed.Values)
        {
            await SendQuietlyAsync(line, ends);
        }
    }

    public void Dispose() => _renewing.Dispose();

    private async Task SendQuietlyAsync(byte[] line, CancellationToken ends)
    {
        using var answer = await link.TrySendAsync(Call("POST", line), ends);
        if (answer is not null)
        {
            await answer.ReadAsync(ends);
        }
    }
}
