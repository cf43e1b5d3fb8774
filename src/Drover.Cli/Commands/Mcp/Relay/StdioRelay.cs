using System.Collections.Concurrent;
using System.Text.Json;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;

namespace Drover.Cli.Commands.Mcp.Relay;

/// <summary>
/// MCP on standard input and output, message by message, to and from the daemon's endpoint. It understands no more than the transport has to:
/// which era a message is of, the session, and that hanging up is what cancels in the revision without handshake. Nothing of the SDK is loaded:
/// starting is most of what this program does.
/// </summary>
internal sealed class StdioRelay(DaemonLink link, RelaySession session, RelayOutput output, string query, TimeProvider time)
{
    private const int NotFound = 404;

    private static readonly TimeSpan LastAnswers = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LastWord = TimeSpan.FromMilliseconds(500);

    private readonly RunningCalls _running = new();
    private readonly ConcurrentDictionary<Task, byte> _work = [];
    private int _listening;

    /// <summary>Until the client closes its end.</summary>
    internal async Task RunAsync(Stream input)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(output.Gone);
        var ready = link.StartAsync(ends.Token);
        try
        {
            await foreach (var line in LineReader.ReadAsync(input, output.Gone))
            {
                await TakeAsync(line, ends.Token);
            }
        }
        catch (OperationCanceledException) when (output.Gone.IsCancellationRequested)
        {
            // Nobody reads the answers any more.
        }

        // What was asked just before the end (printf … | drover mcp) is still answered.
        await ((Task)ready).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_work.Keys).WaitAsync(LastAnswers, time, output.Gone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ends.CancelAsync();
        await EndSessionAsync();
    }

    private async Task EndSessionAsync()
    {
        using var soon = new CancellationTokenSource(LastWord, time);
        try
        {
            using var answer = session.Id is null ? null : await link.TrySendAsync(session.Call("DELETE"), soon.Token);
        }
        catch (OperationCanceledException)
        {
            // The daemon lets go of idle sessions by itself.
        }
    }

    private async Task TakeAsync(byte[] line, CancellationToken ends)
    {
        if (line.Length == 0)
        {
            return;
        }

        var message = Envelope.Read(line);
        var work = message.Method is "notifications/cancelled" ? CancelAsync(line, message, ends) : RelayAsync(line, message, ends);
        if (message.Method is "initialize")
        {
            // Nothing of the session can go before it is there.
            await work;
        }
        else if (!work.IsCompleted)
        {
            _work[work] = 0;
            _ = work.ContinueWith(done => _work.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private async Task CancelAsync(byte[] line, Envelope message, CancellationToken ends)
    {
        if (_running.Find(message.CancelledId) is not { } call)
        {
            // Answered already; the protocol knows that the two may cross.
            return;
        }

        await call.Taken;
        if (call.Message.Revision is null)
        {
            await RelayAsync(line, message, ends);
        }

        // Cancels in the revision without handshake; with a session, there is no answer to wait for any more.
        await call.HangUpAsync();
    }

    private async Task RelayAsync(byte[] line, Envelope message, CancellationToken ends)
    {
        using var call = _running.Begin(message, ends);
        if (call is null)
        {
            await output.FailAsync(message.Id, new Error(ErrorCodes.RequestInvalidValue, $"The id is in use, or {RunningCalls.Most} requests are running."));
            return;
        }

        try
        {
            if (await ExchangeAsync(line, message, call) is { } error)
            {
                await output.FailAsync(message.Id, error);
            }
        }
        catch (OperationCanceledException) when (call.Token.IsCancellationRequested)
        {
            // Cancelled by the client, who expects no answer, or the end.
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or JsonException)
        {
            await output.FailAsync(message.Id, DaemonLink.Lost(failure.Message));
        }
    }

    private async Task<Error?> ExchangeAsync(byte[] line, Envelope message, RunningCall call)
    {
        if (message.Method is "initialize")
        {
            session.Begin(line);
        }

        // The daemon would speak of a header, which clients of stdio do not have.
        if (message is { Method: not (null or "initialize"), Revision: null } && session.Id is null)
        {
            return new Error(ErrorCodes.RequestInvalidValue, $"{message.Method} came before initialize. Initialize first, or say the protocol's revision in params._meta.");
        }

        var id = session.Id;
        var sent = await SendAsync(line, message, call.Token);
        if (message.Revision is null && id is not null && sent is { IsSuccess: true, Value.Status: NotFound } && await session.RenewAsync(id, call.Token))
        {
            sent.Value.Dispose();
            sent = await SendAsync(line, message, call.Token);
        }

        if (sent.Error is { } error)
        {
            return error;
        }

        using var answer = sent.Value;
        call.SetTaken();
        session.Note(message, line);
        if (!await CopyAsync(answer, message, call.Token) && message.Id is not null)
        {
            return DaemonLink.Lost($"it answered {answer.Status} and nothing more");
        }

        if (message.Method is "notifications/initialized" && Interlocked.Exchange(ref _listening, 1) == 0)
        {
            _ = new SessionStream(link, session, output, time).ListenAsync(output.Gone);
        }

        return null;
    }

    private Task<Result<McpAnswer>> SendAsync(byte[] line, Envelope message, CancellationToken ends) => link.SendAsync(
        message.Revision is null ? session.Call("POST", line) : new McpCall("POST", query) { Message = line, Headers = RelayHeaders.Of(message) }, message.IsRepeatable, ends);

    /// <returns>Whether the request was answered.</returns>
    private async Task<bool> CopyAsync(McpAnswer answer, Envelope message, CancellationToken ends)
    {
        var (answered, messages) = (false, new MessageReader(answer));
        while (await messages.NextAsync(ends) is { } got)
        {
            if (message.Method is "initialize")
            {
                session.Accept(answer, got);
            }

            var envelope = Envelope.Read(got);
            answered |= envelope.AnsweredId is not null && envelope.AnsweredId == message.Id;
            if (envelope is { AnsweredId: null, Method: null } && message.Id is { } id)
            {
                await PassOnAsync(id, got);
                answered = true;
            }
            else
            {
                await output.WriteAsync(got);
            }
        }

        return answered;
    }

    // Refused before the daemon read the id: too large, no access.
    private async Task PassOnAsync(string id, ReadOnlyMemory<byte> refusal)
    {
        using var json = JsonDocument.Parse(refusal);
        if (json.RootElement.TryGetProperty("error", out var error))
        {
            await output.FailAsync(id, error);
        }
        else
        {
            await output.FailAsync(id, new Error(ErrorCodes.DaemonAnswerUnknown, "What answers there is not a Drover daemon of this version: drover daemon restart."));
        }
    }
}
