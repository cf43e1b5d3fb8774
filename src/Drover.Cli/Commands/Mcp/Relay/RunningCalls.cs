using System.Collections.Concurrent;

namespace Drover.Cli.Commands.Mcp.Relay;

/// <summary>Requests that are not answered yet.</summary>
internal sealed class RunningCalls
{
    /// <summary>More at once are refused: a client that asks so much is not waiting for answers.</summary>
    internal const int Most = 256;

    private readonly ConcurrentDictionary<string, RunningCall> _byId = new(StringComparer.Ordinal);

    /// <returns>Null when there are too many, or the id is in use.</returns>
    internal RunningCall? Begin(Envelope message, CancellationToken ends)
    {
        var call = new RunningCall(message, done => _byId.TryRemove(KeyValuePair.Create(done.Message.Id ?? "", done)), ends);
        if (message.Id is not { } id || (_byId.Count < Most && _byId.TryAdd(id, call)))
        {
            return call;
        }

        call.Dispose();
        return null;
    }

    internal RunningCall? Find(string? id) => id is null ? null : _byId.GetValueOrDefault(id);
}

/// <summary>One of them.</summary>
internal sealed class RunningCall(Envelope message, Action<RunningCall> ended, CancellationToken ends) : IDisposable
{
    private readonly CancellationTokenSource _cancelled = CancellationTokenSource.CreateLinkedTokenSource(ends);
    private readonly TaskCompletionSource _taken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Envelope Message => message;

    internal CancellationToken Token => _cancelled.Token;

    /// <summary>Completes when the daemon has the request, or never will: what cancels it must not overtake it.</summary>
    internal Task Taken => _taken.Task;

    internal void SetTaken() => _taken.TrySetResult();

    /// <summary>Hangs up, which cancels a call of the revision without handshake.</summary>
    internal Task HangUpAsync() => _cancelled.CancelAsync();

    public void Dispose()
    {
        ended(this);
        SetTaken();
        _cancelled.Dispose();
    }
}
