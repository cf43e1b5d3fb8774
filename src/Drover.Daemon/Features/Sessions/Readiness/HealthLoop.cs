using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Features.Sessions.Readiness;

/// <summary>
/// Watches one run: asks the readiness probe until it says yes or its time is over, then the liveness probe until the run ends. A slow
/// start is no failure of liveness, so that one begins only afterwards. The loop ends with its token, which the end of the run cancels.
/// </summary>
internal sealed class HealthLoop(Func<HealthChange, Task> report, TimeProvider time)
{
    public static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan ReadyInterval = TimeSpan.FromMilliseconds(100);
    public static readonly TimeSpan LiveInterval = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan LiveTimeout = TimeSpan.FromSeconds(5);

    /// <summary>So many refusals in a row and a run counts as dead.</summary>
    public const int LiveFailures = 3;

    private static readonly TimeSpan LongestQuestion = TimeSpan.FromSeconds(5);

    public async Task RunAsync(TimedProbe? ready, TimedProbe? live, Func<TimeSpan> age, CancellationToken runEnds)
    {
        try
        {
            if (ready is not null && !await BecomesReadyAsync(ready, age, runEnds))
            {
                return;
            }

            if (live is not null)
            {
                await StaysAliveAsync(live, runEnds);
            }
        }
        catch (OperationCanceledException) when (runEnds.IsCancellationRequested)
        {
            // The run ended; there is nothing left to ask.
        }
    }

    private async Task<bool> BecomesReadyAsync(TimedProbe ready, Func<TimeSpan> age, CancellationToken runEnds)
    {
        using var deadline = new CancellationTokenSource(ready.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, runEnds);
        var why = $"{ready.Probe.Subject} did not answer";
        try
        {
            while (true)
            {
                var answer = await AskAsync(ready.Probe, ready.Probe is PortProbe or HttpProbe or ExecProbe ? LongestQuestion : Timeout.InfiniteTimeSpan, either.Token);
                if (answer.Ok)
                {
                    await report(new HealthChange.Ready(age(), answer.Url));
                    return true;
                }

                why = answer.Why ?? why;
                await Task.Delay(ready.Interval, time, either.Token);
            }
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !runEnds.IsCancellationRequested)
        {
            await report(new HealthChange.NotReady($"not ready after {SpanText.Say(ready.Timeout)}: {why}"));
            return false;
        }
    }

    private async Task StaysAliveAsync(TimedProbe live, CancellationToken runEnds)
    {
        var refusals = 0;
        while (true)
        {
            await Task.Delay(live.Interval, time, runEnds);
            var answer = await AskAsync(live.Probe, live.Timeout, runEnds);
            if (answer.Ok)
            {
                if (refusals > 0)
                {
                    await report(new HealthChange.Recovered());
                }

                refusals = 0;
            }
            else if (++refusals < LiveFailures)
            {
                await report(new HealthChange.Failing(answer.Why!));
            }
            else
            {
                await report(new HealthChange.Dead($"the liveness probe failed {LiveFailures} times in a row: {answer.Why}"));
                return;
            }
        }
    }

    private async Task<ProbeAnswer> AskAsync(IProbe probe, TimeSpan patience, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            return await probe.AskAsync(either.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return ProbeAnswer.No($"{probe.Subject} did not answer within {SpanText.Say(patience)}");
        }
    }
}

/// <summary>A probe and its times.</summary>
/// <param name="Probe">The question.</param>
/// <param name="Timeout">For readiness the time until the first yes; for liveness the time one answer may take.</param>
/// <param name="Interval">Between two questions.</param>
internal sealed record TimedProbe(IProbe Probe, TimeSpan Timeout, TimeSpan Interval);
