using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Daemon.Edges.Mcp.Offers;
using Drover.Daemon.Features.Sessions.Tools.Answers;
using Drover.Daemon.Logs.Brief;

namespace Drover.Daemon.Features.Sessions.Tools;

/// <summary>Waits as HTTP does, tells meanwhile how it goes, and answers with the verdict, the last lines and how to go on.</summary>
internal sealed class ProcessWaiting(SessionService sessions, TimeProvider time)
{
    private const int LastLines = 20;
    private const int LastBytes = 4 << 10;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    // Without a probe nothing tells that it is ready; what goes wrong at once is worth a moment.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    public async Task<Result<ProcessOutcome>> WaitAsync(KnownSession session, WaitRequest request, int firstRun, ToolCall call, CancellationToken ends)
    {
        var waiting = JudgeAsync(session, request, firstRun, ends);
        await TellAsync(session, request, waiting, call, ends);
        var verdict = await waiting;
        return verdict.Error is { } error ? error : Outcome(session, request, verdict.Value, firstRun);
    }

    /// <summary>Waits only for the process to be there, so that the answer has its id.</summary>
    public async Task<ProcessOutcome> StartedAsync(KnownSession session, int firstRun, CancellationToken ends)
    {
        await sessions.WaitAsync(session, new WaitRequest { For = WaitFor.Running, TimeoutMs = 5_000, Lines = 0 }, firstRun, ends);
        return new ProcessOutcome { NextSeq = session.Log.NextSequence }.About(session);
    }

    private async Task<Result<WaitResult>> JudgeAsync(KnownSession session, WaitRequest request, int firstRun, CancellationToken ends)
    {
        var begun = time.GetTimestamp();
        var verdict = await sessions.WaitAsync(session, request, firstRun, ends);
        if (request.For != WaitFor.Ready || session.Plan.Spec.Ready is not null || verdict is not { IsSuccess: true, Value: { Outcome: WaitOutcome.Ready } running })
        {
            return verdict;
        }

        var left = TimeSpan.FromMilliseconds(request.TimeoutMs!.Value) - time.GetElapsedTime(begun);
        var settle = TimeSpan.FromMilliseconds(Math.Clamp(left.TotalMilliseconds, 0, Settling.TotalMilliseconds));
        var age = session.Clock.AgeOf(session.Snapshot);
        if (age < settle)
        {
            var ended = await sessions.WaitAsync(session, new WaitRequest { For = WaitFor.Exit, TimeoutMs = (int)(settle - age).TotalMilliseconds + 1, Lines = 0 }, firstRun, ends);
            if (ended is { IsSuccess: true, Value.Outcome: not WaitOutcome.Timeout })
            {
                return ended;
            }
        }

        return running with { Reason = $"{running.Reason}, which is all that can be said without a readiness probe (ready in start_process)" };
    }

    private async Task TellAsync(KnownSession session, WaitRequest request, Task waiting, ToolCall call, CancellationToken ends)
    {
        var begun = time.GetTimestamp();
        while (call.WantsProgress)
        {
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(ends);
            if (await Task.WhenAny(waiting, Task.Delay(Tick, time, enough.Token)) == waiting || ends.IsCancellationRequested)
            {
                await enough.CancelAsync();
                return;
            }

            var elapsed = time.GetElapsedTime(begun).TotalSeconds;
            var last = OutputReader.LastOfRun(session, session.Snapshot.RunNumber, 1, TextBudget.Least).Text;
            await call.ReportAsync(elapsed, request.TimeoutMs!.Value / 1000.0, $"{StateText.Of(session.State)} for {elapsed:0} s{(last.Length > 0 ? $": {last}" : "")}", ends);
        }
    }

    private static ProcessOutcome Outcome(KnownSession session, WaitRequest request, WaitResult result, int firstRun)
    {
        var run = Math.Max(firstRun, session.Snapshot.RunNumber);
        var page = OutputReader.LastOfRun(session, run, LastLines, LastBytes);
        var isOver = result.Outcome != WaitOutcome.Timeout;
        return new ProcessOutcome
        {
            Verdict = isOver ? StateWord(result.Outcome) : "waiting",
            Reason = result.Reason is { } reason ? BriefText.Short(reason) : null,
            Match = result.Match is { } match ? TextBudget.Cut(match, BriefText.LongestField) : null,
            Output = page.Text,
            NextSeq = page.NextSeq,
            Next = isOver ? null : HowToGoOn(session, request, page.NextSeq),
        }.About(session);
    }

    private static string HowToGoOn(KnownSession session, WaitRequest request, long next)
    {
        var waitFor = request.For!.Value.ToString().ToLowerInvariant();
        var output = request.For == WaitFor.Output ? $", pattern: the same, since_seq: {next}" : "";
        return $"it goes on; to wait on call wait_for_process with id: {session.Name}, for: {waitFor}{output}";
    }

    private static string StateWord(WaitOutcome outcome) => outcome.ToString().ToLowerInvariant();
}
