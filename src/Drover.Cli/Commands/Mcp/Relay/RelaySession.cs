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
    private volatile Begun? _begun;

    internal string? Id => _begun?.Id;

    /// <summary>The client introduces itself.</summary>
    internal void Begin(byte[] initialize) => (_initialize, _begun) = (initialize, null);

    /// <summary>The daemon has answered that.</summary>
    /// <param name="answer">Its head.</param>
    /// <param name="message">Its body.</param>
    internal void Accept(McpAnswer answer, ReadOnlyMemory<byte> message) => _begun = Read(answer, message) ?? _begun;

    /// <summary>A request of this session, or before there is one.</summary>
    internal McpCall Call(string verb, ReadOnlyMemory<byte> message = default) => Call(_begun, verb, message);

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

    /// <summary>Begins the session again, one at a time. Until that has succeeded the lost one stays: whoever uses it meanwhile is refused, comes
    /// here and waits.</summary>
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

            if (await BeginAgainAsync(_initialize, ends) is not { } begun)
            {
                return false;
            }

            await SendQuietlyAsync(begun, Initialized, ends);
            await SubscribeAgainAsync(begun, ends);
            _begun = begun;
            return true;
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or JsonException)
        {
            // The daemon went away again in the middle; the next call tries anew.
            return false;
        }
        finally
        {
            _renewing.Release();
        }
    }

    /// <summary>The client asked for these once; their answers are not for it.</summary>
    internal async Task SubscribeAgainAsync(CancellationToken ends)
    {
        try
        {
            await SubscribeAgainAsync(_begun, ends);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            // The daemon went away again; whoever listens does this again when it is back.
        }
    }

    public void Dispose() => _renewing.Dispose();

    private static Begun? Read(McpAnswer answer, ReadOnlyMemory<byte> message)
    {
        using var json = JsonDocument.Parse(message);
        return json.RootElement.TryGetProperty("result", out var result) && answer.Header(RelayHeaders.Session) is { } id
            ? new Begun(id, result.GetProperty("protocolVersion").GetString())
            : null;
    }

    private McpCall Call(Begun? begun, string verb, ReadOnlyMemory<byte> message) =>
        new(verb, query) { Message = message, Headers = begun is null ? [] : RelayHeaders.Of(begun.Id, begun.Revision) };

    private async Task<Begun?> BeginAgainAsync(byte[] initialize, CancellationToken ends)
    {
        var sent = await link.SendAsync(Call(null, "POST", initialize), repeatable: true, ends);
        if (sent.Error is not null)
        {
            return null;
        }

        using var answer = sent.Value;
        var messages = new MessageReader(answer);
        while (await messages.NextAsync(ends) is { } message)
        {
            if (Read(answer, message) is { } begun)
            {
                return begun;
            }
        }

        return null;
    }

    private async Task SubscribeAgainAsync(Begun? begun, CancellationToken ends)
    {
        foreach (var line in _subscribed.Values)
        {
            await SendQuietlyAsync(begun, line, ends);
        }
    }

    private async Task SendQuietlyAsync(Begun? begun, byte[] line, CancellationToken ends)
    {
        using var answer = await link.TrySendAsync(Call(begun, "POST", line), ends);
        if (answer is not null)
        {
            await answer.ReadAsync(ends);
        }
    }

    /// <param name="Id">The daemon's name for it.</param>
    /// <param name="Revision">What both have agreed on.</param>
    private sealed record Begun(string Id, string? Revision);
}
