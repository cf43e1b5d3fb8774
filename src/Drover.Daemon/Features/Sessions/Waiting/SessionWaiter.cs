using Drover.Contracts.Logs;
using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Sessions.Logs;
using Drover.Daemon.Logs;
using Drover.Supervision.Logs;
using Drover.Supervision.Logs.Text;
using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Features.Sessions.Waiting;

/// <summary>One blocking call that tells what became of a session.</summary>
internal sealed class SessionWaiter(TimeProvider time)
{
    /// <param name="session">The session.</param>
    /// <param name="request">A request that passed <see cref="WaitRules"/>.</param>
    /// <param name="firstRun">First run that counts.</param>
    /// <param name="cancellation">The caller went away.</param>
    public async Task<WaitResult> WaitAsync(KnownSession session, WaitRequest request, int firstRun, CancellationToken cancellation)
    {
        var patience = TimeSpan.FromMilliseconds(request.TimeoutMs ?? WaitRules.DefaultTimeoutMs);
        using var late = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        var waitFor = request.For ?? WaitFor.Ready;
        var judge = new Judge(waitFor, firstRun, session.Plan.Spec.Ready is not null);
        WaitVerdict verdict;
        try
        {
            verdict = waitFor switch
            {
                WaitFor.Output => await OutputAsync(session, judge, request, firstRun, either.Token),
                WaitFor.Quiet => await QuietAsync(session, judge, TimeSpan.FromMilliseconds(request.QuietMs ?? WaitRules.DefaultQuietMs), either.Token),
                _ => await StateAsync(session, judge, either.Token),
            };
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            verdict = new WaitVerdict(WaitOutcome.Timeout, Late(waitFor, request, patience, session));
        }

        return Result(session, request, verdict);
    }

    private static async Task<WaitVerdict> StateAsync(KnownSession session, Judge judge, CancellationToken cancellation)
    {
        while (true)
        {
            var changed = session.Changed.Next;
            if (Look(session, judge) is { } verdict)
            {
                return verdict;
            }

            await changed.WaitAsync(cancellation);
        }
    }

    private static async Task<WaitVerdict> OutputAsync(KnownSession session, Judge judge, WaitRequest request, int firstRun, CancellationToken cancellation)
    {
        var search = new LineSearch(session.Log, request.Pattern!, request.SinceSeq, request.SinceSeq is null ? firstRun : null);
        while (true)
        {
            // The end is looked at first: what was printed before it is in the log when the search begins.
            var changed = session.Changed.Next;
            var ended = Look(session, judge);
            if (search.Next() is { } line)
            {
                // What it prints can be here before its process id is; who acts on the answer wants both.
                while (session.Told.State == ProcessState.Starting && !session.Removed)
                {
                    await changed.WaitAsync(cancellation);
                    changed = session.Changed.Next;
                }

                return new WaitVerdict(WaitOutcome.Matched, $"matched {request.Pattern}", line);
            }

            if (ended is not null)
            {
                return ended;
            }

            await WakeUp.AnyAsync(changed, search.MoreAsync, cancellation);
        }
    }

    // Quiet counts from the call on: whoever has just written to a program waits for its answer to end, not for the silence before.
    private async Task<WaitVerdict> QuietAsync(KnownSession session, Judge judge, TimeSpan quiet, CancellationToken cancellation)
    {
        while (true)
        {
            var changed = session.Changed.Next;
            if (Look(session, judge) is { } ended)
            {
                return ended;
            }

            var seen = session.Log.Position;
            using var silence = new CancellationTokenSource(quiet, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellation);
            try
            {
                await WakeUp.AnyAsync(changed, token => session.Log.WaitForMoreAsync(seen, token), either.Token);
            }
            catch (OperationCanceledException) when (silence.IsCancellationRequested && !cancellation.IsCancellationRequested)
            {
                return new WaitVerdict(WaitOutcome.Quiet, $"no output for {SpanText.Say(quiet)}");
            }
        }
    }

    private static WaitVerdict? Look(KnownSession session, Judge judge) =>
        session.Removed ? new WaitVerdict(WaitOutcome.Exited, "removed") : judge.Look(session.Told, session.Health);

    private static string Late(WaitFor waitFor, WaitRequest request, TimeSpan patience, KnownSession session)
    {
        var span = SpanText.Say(patience);
        return waitFor switch
        {
            WaitFor.Ready => $"not ready within {span}{(session.Snapshot.Reason is { } reason ? $": {reason}" : "")}",
            WaitFor.Exit => $"still {StateText.Of(session.State)} after {span}",
            WaitFor.Running => $"not running within {span}{(session.Snapshot.Reason is { } reason ? $": {reason}" : "")}",
            WaitFor.Output => $"no line matched {request.Pattern} within {span}",
            _ => $"never quiet for {SpanText.Say(TimeSpan.FromMilliseconds(request.QuietMs ?? WaitRules.DefaultQuietMs))} within {span}",
        };
    }

    private static WaitResult Result(KnownSession session, WaitRequest request, WaitVerdict verdict)
    {
        var snapshot = session.Snapshot;
        var limit = request.Lines ?? WaitRules.DefaultLines;
        var end = session.Log.NextSequence;
        var batch = limit == 0
            ? null
            : new LogReader(session.Log).Read(new LogQuery { Limit = limit, SinceRun = snapshot.RunNumber > 0 ? snapshot.RunNumber : null });
        List<LogEntry> entries = batch is null ? [] : [.. batch.Lines.Select(line => LogEntries.Of(line, TextOptions.Plain))];
        return new WaitResult
        {
            Outcome = verdict.Outcome,
            Reason = verdict.Reason,
            State = session.State,
            ExitCode = (snapshot.Exit as ProcessExit.Exited)?.Code,
            Match = verdict.Match,
            Entries = entries,
            NextSeq = entries.Count > 0 ? batch!.NextSequence : end,
        };
    }
}
