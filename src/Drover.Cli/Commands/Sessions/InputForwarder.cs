using System.Globalization;
using System.Threading.Channels;
using Drover.Cli.CommandLine;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;
using Microsoft.Win32.SafeHandles;

namespace Drover.Cli.Commands.Sessions;

/// <summary>
/// Passes this command's standard input on to a session: what is typed, line by line, or what comes out of a pipe or a file. One part reads, because
/// a read of a terminal cannot be called off and an answer to a question here comes the same way; the other sends, and waits for a session that
/// does not read or is between two runs.
/// </summary>
/// <param name="call">Where notes go.</param>
/// <param name="client">The daemon.</param>
/// <param name="id">The session.</param>
/// <param name="source">What this command's standard input is.</param>
/// <param name="closesAtEnd">The session's input ends where this one does.</param>
internal sealed class InputForwarder(Invocation call, DroverClient client, string id, InputSource source, bool closesAtEnd)
{
    private const int ChunkBytes = 16 * 1024;
    private const int ChunksAhead = 16;
    private const byte Escape = 0x1b;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly Channel<ReadOnlyMemory<byte>> _chunks = source == InputSource.Terminal
        ? Channel.CreateUnbounded<ReadOnlyMemory<byte>>() // As much as a person types; a full one would keep an answer from being read.
        : Channel.CreateBounded<ReadOnlyMemory<byte>>(ChunksAhead);

    private TaskCompletionSource<char>? _question;
    private volatile bool _ended;

    /// <summary>Whether what is typed comes here: no longer after Ctrl-D.</summary>
    internal bool ReadsTerminal => source == InputSource.Terminal && !_ended;

    /// <summary>Runs until the input has ended and is sent, or until it is called off. The last read of a terminal is left behind then.</summary>
    internal Task RunAsync(CancellationToken over)
    {
        if (source == InputSource.None)
        {
            return Task.CompletedTask;
        }

        _ = ReadAsync(over);
        return SendAsync(over);
    }

    /// <summary>What is typed next is an answer to a question here and not sent.</summary>
    internal Task<char> AnswerAsync()
    {
        var question = new TaskCompletionSource<char>(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _question, question);
        return question.Task;
    }

    private async Task ReadAsync(CancellationToken over)
    {
        var buffer = new byte[ChunkBytes];
        try
        {
            using var input = new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, 0);
            int got;
            while ((got = await input.ReadAsync(buffer, over)) > 0)
            {
                var typed = buffer.AsMemory(0, got);
                if (Interlocked.Exchange(ref _question, null) is { } question)
                {
                    question.TrySetResult((char)buffer[0]);
                    // The rest of a key that is an escape sequence belongs to the answer; what was typed ahead does not.
                    typed = buffer[0] == Escape ? default : typed[1..];
                }

                if (!typed.IsEmpty)
                {
                    await _chunks.Writer.WriteAsync(typed.ToArray(), over);
                }
            }

            _ended = true;
            _chunks.Writer.TryComplete();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            // The terminal is gone, or there is no standard input at all: that is not its end, and the session's stays open.
            _ended = true;
            _chunks.Writer.TryComplete(failure);
        }
    }

    private async Task SendAsync(CancellationToken over)
    {
        try
        {
            await foreach (var chunk in _chunks.Reader.ReadAllAsync(over))
            {
                if (await PersistAsync(chunk, over) is { } failure)
                {
                    call.Say(call.Terminal.ErrorInk.Dim($"drover: input is not passed on: {failure.Message}"));
                    return;
                }
            }

            if (closesAtEnd && source == InputSource.Stream)
            {
                await PersistAsync(null, over);
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException or UnauthorizedAccessException)
        {
            // Called off, or ended without an end: see ReadAsync.
        }
    }

    // Null ends the session's input.
    private async Task<Error?> PersistAsync(ReadOnlyMemory<byte>? chunk, CancellationToken over)
    {
        var rest = chunk ?? ReadOnlyMemory<byte>.Empty;
        while (true)
        {
            var answer = chunk is null ? await client.CloseInputAsync(id, over) : await client.WriteAsync(id, rest, over);
            switch (answer.Error?.Code)
            {
                case null:
                    return null;
                case ErrorCodes.SessionStdinFull:
                    rest = rest[int.Parse(answer.Error!.Details?.GetValueOrDefault("written") ?? "0", CultureInfo.InvariantCulture)..];
                    break;
                case ErrorCodes.SessionNotRunning or ErrorCodes.SessionUnavailable or ErrorCodes.DaemonUnreachable or ErrorCodes.DaemonStopping or ErrorCodes.DaemonStarting:
                    break;
                default:
                    return answer.Error;
            }

            await Task.Delay(Pause, TimeProvider.System, over);
        }
    }
}
