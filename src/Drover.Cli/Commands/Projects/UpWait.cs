using System.Threading.Channels;
using Drover.Cli.CommandLine;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;
using Drover.Contracts.Events;
using Drover.Contracts.Projects;

namespace Drover.Cli.Commands.Projects;

/// <summary><c>drover up -d</c>: waits until each process runs and is ready, or has ended or failed, and tells each of that.</summary>
internal sealed class UpWait(Invocation call, DroverClient client, ProjectScope scope)
{
    private const int LastLines = 20;

    internal async Task<int> RunAsync(long nextEvent, int? timeoutMs)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(call.Cancellation);
        using var timeout = new CancellationTokenSource(timeoutMs is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : Timeout.InfiniteTimeSpan, TimeProvider.System);
        var wakeUps = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        var events = new ScopeEvents(client, scope).RunAsync(nextEvent, (name, happened) => Tell(wakeUps.Writer, name, happened), over.Token);
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, timeout.Token);
            return await DecideAsync(wakeUps.Reader, events, either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !call.Cancellation.IsCancellationRequested)
        {
            call.Say($"{call.Terminal.ErrorInk.Red("✗")} not everything was up in time; drover ps shows what is missing");
            return ExitCodes.Timeout;
        }
        finally
        {
            await over.CancelAsync();
            await ((Task)events).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<int> DecideAsync(ChannelReader<bool> wakeUps, Task<Error?> events, CancellationToken ends)
    {
        while (true)
        {
            var status = await scope.StatusAsync(client, ends);
            if (!status.IsSuccess)
            {
                return call.Fail(status.Error!);
            }

            var all = status.Value;
            if (!all.Any(process => ProcessVerdict.IsPending(process) && !ProjectProgress.IsBlocked(process, all)))
            {
                return await EndAsync([.. all.Where(process => ProcessVerdict.HasFailed(process) || ProjectProgress.IsBlocked(process, all))]);
            }

            // Without events the status would never be looked at again.
            var next = wakeUps.ReadAsync(ends).AsTask();
            if (await Task.WhenAny(next, events) == events && await events is { } broken)
            {
                return call.Fail(broken);
            }

            await next;
        }
    }

    private void Tell(ChannelWriter<bool> wakeUps, string name, DroverEvent happened)
    {
        var ink = call.Terminal.ErrorInk;
        var line = happened.Type switch
        {
            "session.running" => $"{ink.Dim("·")} {name} runs",
            "session.ready" => $"{ink.Green("✓")} {name} {happened.Reason}",
            "session.exited" when happened.ExitCode == 0 => $"{ink.Green("✓")} {name} {happened.Reason}",
            "session.exited" or "session.failed" or "session.lost" or "session.backoff" or "session.unhealthy" => $"{ink.Red("✗")} {name} {happened.Reason}",
            _ => null,
        };
        if (line is not null)
        {
            call.Say(line);
        }

        wakeUps.TryWrite(true);
    }

    private async Task<int> EndAsync(IReadOnlyList<ProjectProcessStatus> failed)
    {
        foreach (var process in failed)
        {
            call.Say($"{call.Terminal.ErrorInk.Red("✗")} {process.Name}: {process.Session?.Reason ?? "failed"}");
            var logs = process.Session is { } session ? await client.LogsAsync(session.Id, new LogRequest { Limit = LastLines, Since = "restart" }) : default;
            foreach (var entry in process.Session is not null && logs.IsSuccess ? logs.Value.Value.Entries : [])
            {
                call.Say($"  {(entry.Stream is "stdout" ? "" : $"[{entry.Stream}] ")}{entry.Line}");
            }
        }

        return failed.Count > 0 || scope.HasFailures ? ExitCodes.Failure : ExitCodes.Ok;
    }
}
