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
/// passed through. A hang-up or a TERM ends only this view.
/// </summary>
internal sealed class ProgramView(Invocation call, DroverClient client, string id, string onExit, InputForwarder input)
{
    internal async Task<int> FollowAsync(LogRequest request)
    {
        using var over = new CancellationTokenSource();
        var decision = new TaskCompletionSource<Choice>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
        {
            signal.Cancel = true;
            var before = _asking;
            _asking = Task.WhenAll(before, Task.Run(() => InterruptedAsync(decision, before, over.Token)));
        });

        var forwarding = input.RunAsync(over.Token);
        try
        {
            return await FollowAsync(request, decision, over);
        }
        finally
        {
            await over.CancelAsync();
            await Task.WhenAll(forwarding, _asking);
        }
    }

    private async Task<int> FollowAsync(LogRequest request, TaskCompletionSource<Choice> decision, CancellationTokenSource over)
    {
        var following = new LogFollower(client, id).RunAsync(request, Show, call.Out.Flush, over.Token);
        if (await Task.WhenAny(following, decision.Task) == following)
        {
            var failure = await following;
            return failure is null ? await EndAsync() : call.Fail(failure);
        }

        if (await decision.Task == Choice.Stop)
        {
            var stopped = await client.StopAsync(id, new StopRequest { Wait = true });
            if (!stopped.IsSuccess && stopped.Error!.Code is not ErrorCodes.SessionNotRunning)
            {
                return call.Fail(stopped.Error!);
            }

            await following;
            call.Say(Note($"stopped {id[..8]}"));
            return ExitCodes.Interrupted;
        }

        await over.CancelAsync();
        call.Say(Note($"{id[..8]} goes on. drover tail -f {id[..8]} shows it, drover stop {id[..8]} ends it."));
        return ExitCodes.Interrupted;
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

        switch (entry.Stream)
        {
            case "stdout":
                Write(call.Out, entry);
                break;
            case "stderr":
                call.Out.Flush();
                Write(call.Terminal.Error, entry);
                break;
            default:
                call.Say(Note(entry.Line));
                break;
        }
    }

    private static void Write(TextWriter writer, LogEntry entry)
    {
        writer.Write(entry.Line);
        if (entry.Continued is not true)
        {
            writer.Write('\n');
        }
    }

    private string Note(string text) => call.Terminal.ErrorInk.Dim($"drover: {text}");

    private Task _asking = Task.CompletedTask;
    private bool _asked;

    // A second Ctrl-C is an answer, too: leave.
    private async Task InterruptedAsync(TaskCompletionSource<Choice> decision, Task before, CancellationToken over)
    {
        if (onExit is "stop")
        {
            decision.TrySetResult(Choice.Stop);
        }
        else if (onExit is "detach" || Console.IsInputRedirected || !call.Terminal.ErrorIsTerminal || Interlocked.Exchange(ref _asked, true))
        {
            decision.TrySetResult(Choice.Detach);
        }
        else
        {
            // The last question is answered, but its terminal may still be on the way back to lines.
            await before;
            await AskAsync(decision, over);
        }
    }

    private async Task AskAsync(TaskCompletionSource<Choice> decision, CancellationToken over)
    {
        await using var keys = input.ReadsTerminal ? await SingleKeys.BeginAsync() : null;
        var answer = input.ReadsTerminal ? input.AnswerAsync() : Task.Run(() => Console.ReadKey(intercept: true).KeyChar, CancellationToken.None);
        call.Terminal.Error.WriteLine($"\n{Note("leave it running (d) or stop it (s)? Any other key goes on.")}");
        await Task.WhenAny(answer, decision.Task, Task.Delay(Timeout.Infinite, over));
        var key = answer.IsCompletedSuccessfully ? await answer : '\0';
        Volatile.Write(ref _asked, false);
        switch (key)
        {
            case 'd' or 'D':
                decision.TrySetResult(Choice.Detach);
                break;
            case 's' or 'S':
                decision.TrySetResult(Choice.Stop);
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
