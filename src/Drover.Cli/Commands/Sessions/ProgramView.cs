using System.Runtime.InteropServices;
using Drover.Cli.CommandLine;
using Drover.Cli.Commands.Logs;
using Drover.Cli.Connecting;
using Drover.Cli.Output;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;
using Drover.Contracts.Logs;
using Drover.Contracts.Sessions;

namespace Drover.Cli.Commands.Sessions;

/// <summary>
/// A session seen as if its program ran in this terminal: its stdout to stdout, its stderr to stderr, what is typed here to its stdin, its exit code
/// passed through. A hang-up ends only this view; Ctrl-C, a TERM and an output that nobody reads any more do to the session what <c>--on-exit</c> says.
/// </summary>
internal sealed class ProgramView(Invocation call, DroverClient client, string id, string onExit, InputForwarder input, bool pty)
{
    private const int ExitTerminated = WaitOutput.SignalBase + 15;

    internal async Task<int> FollowAsync(LogRequest request)
    {
        using var over = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            Leave(ExitTerminated);
        });
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
        {
            signal.Cancel = true;
            var before = _asking;
            _asking = Task.WhenAll(before, Task.Run(() => InterruptedAsync(before, over.Token)));
        });

        // The session's own terminal echoes what is typed; this one must not do so, too.
        await using var keys = pty && input.ReadsTerminal && call.Terminal.OutputIsTerminal ? await SingleKeys.BeginAsync() : null;
        _unfinished = keys is null ? null : new UnfinishedLine(client, id);
        var forwarding = input.RunAsync(over.Token);
        var growing = _unfinished?.RunAsync(Grow, over.Token) ?? Task.CompletedTask;
        try
        {
            return await FollowAsync(request, over);
        }
        finally
        {
            await over.CancelAsync();
            await Task.WhenAll(forwarding, growing, _asking);
        }
    }

    private async Task<int> FollowAsync(LogRequest request, CancellationTokenSource over)
    {
        var following = new LogFollower(client, id).RunAsync(request, record => Put(() => Show(record)), () => Put(call.Out.Flush), over.Token);
        if (await Task.WhenAny(following, _leaving.Task) == following && !_closed)
        {
            var failure = await following;
            return failure is null ? await EndAsync() : call.Fail(failure);
        }

        var (choice, exitCode) = await _leaving.Task;
        if (choice == Choice.Stop)
        {
            var stopped = await client.StopAsync(id, new StopRequest { Wait = true });
            if (!stopped.IsSuccess && stopped.Error!.Code is not ErrorCodes.SessionNotRunning)
            {
                return call.Fail(stopped.Error!);
            }

            await following;
            Tell($"stopped {id[..8]}");
            return exitCode;
        }

        await over.CancelAsync();
        if (await client.GetAsync(id) is { IsSuccess: true } session && SessionChoice.IsActive(session.Value.Value.State))
        {
            Tell($"{id[..8]} goes on. drover tail -f {id[..8]} shows it, drover stop {id[..8]} ends it.");
        }

        return exitCode;
    }

    // An IOException in here is about our own output: its reader has gone.
    private void Put(Action write)
    {
        lock (_writing)
        {
            if (_closed)
            {
                return;
            }

            try
            {
                write();
            }
            catch (IOException)
            {
                _closed = true;
                Leave(ExitCodes.BrokenPipe);
            }
        }
    }

    private void Grow(Func<string> grown) => Put(() =>
    {
        call.Out.Write(grown());
        call.Out.Flush();
    });

    private void Leave(int exitCode) => _leaving.TrySetResult((onExit is "stop" ? Choice.Stop : Choice.Detach, exitCode));

    // Not by Say, which writes out first what nobody reads.
    private void Tell(string text)
    {
        if (_closed)
        {
            call.Terminal.Error.WriteLine(Note(text));
        }
        else
        {
            call.Say(Note(text));
        }
    }

    private void Show(LogRecord record)
    {
        if (record.Entry is not { } entry)
        {
            if (record.Gap is { Dropped: > 0 } gap)
            {
                call.Say(Note($"{gap.Dropped} lines no longer kept"));
            }

            return;
        }

        if (_unfinished is { } unfinished)
        {
            var rest = unfinished.Rest(entry);
            if (entry.Stream is "stdout")
            {
                entry = entry with { Line = rest };
            }
            else
            {
                call.Out.Write(rest);
            }
        }

        switch (entry.Stream)
        {
            case "stdout":
                Write(call.Out, call.Terminal.OutputIsTerminal ? null : () => call.Terminal.Bytes, entry);
                break;
            case "stderr":
                call.Out.Flush();
                Write(call.Terminal.Error, call.Terminal.ErrorIsTerminal ? null : () => call.Terminal.ErrorBytes, entry);
                break;
            default:
                call.Say(Note(entry.Line));
                break;
        }
    }

    // On a terminal a line that has no end gets one, and what is no text is shown as that; elsewhere the bytes go through as they were written.
    private static void Write(TextWriter writer, Func<Stream>? bytes, LogEntry entry)
    {
        if (bytes is not null && entry.Raw is { } raw)
        {
            bytes().Write(Convert.FromBase64String(raw));
            return;
        }

        writer.Write(entry.Line);
        if (entry.Continued is not true)
        {
            writer.Write('\n');
        }
    }

    private string Note(string text) => call.Terminal.ErrorInk.Dim($"drover: {text}");

    private Task _asking = Task.CompletedTask;
    private readonly Lock _writing = new();
    private UnfinishedLine? _unfinished;
    private bool _asked;
    private volatile bool _closed;
    private readonly TaskCompletionSource<(Choice Choice, int ExitCode)> _leaving = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // A second Ctrl-C is an answer, too: leave.
    private async Task InterruptedAsync(Task before, CancellationToken over)
    {
        if (onExit is "stop" or "detach" || Console.IsInputRedirected || !call.Terminal.ErrorIsTerminal || Interlocked.Exchange(ref _asked, true))
        {
            Leave(ExitCodes.Interrupted);
        }
        else
        {
            // The last question is answered, but its terminal may still be on the way back to lines.
            await before;
            await AskAsync(over);
        }
    }

    private async Task AskAsync(CancellationToken over)
    {
        await using var keys = input.ReadsTerminal ? await SingleKeys.BeginAsync() : null;
        var answer = input.ReadsTerminal ? input.AnswerAsync() : Task.Run(() => Console.ReadKey(intercept: true).KeyChar, CancellationToken.None);
        call.Terminal.Error.WriteLine($"\n{Note("leave it running (d) or stop it (s)? Any other key goes on.")}");
        await Task.WhenAny(answer, _leaving.Task, Task.Delay(Timeout.Infinite, over));
        var key = answer.IsCompletedSuccessfully ? await answer : '\0';
        Volatile.Write(ref _asked, false);
        switch (key)
        {
            case 'd' or 'D':
                _leaving.TrySetResult((Choice.Detach, ExitCodes.Interrupted));
                break;
            case 's' or 'S':
                _leaving.TrySetResult((Choice.Stop, ExitCodes.Interrupted));
                break;
        }
    }

    private async Task<int> EndAsync()
    {
        await call.Out.FlushAsync();
        var answer = await client.GetAsync(id);
        if (!answer.IsSuccess)
        {
            return call.Fail(answer.Error!);
        }

        var session = answer.Value.Value;
        return session.ExitCode ?? (session.TermSignal is { } signal ? WaitOutput.SignalBase + signal : SessionChoice.IsActive(session.State) ? ExitCodes.Ok : ExitCodes.Failure);
    }

    private enum Choice
    {
        Detach,
        Stop,
    }
}
