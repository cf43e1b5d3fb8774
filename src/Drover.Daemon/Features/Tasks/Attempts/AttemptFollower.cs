using System.Text;
using Drover.Contracts.Tasks;
using Drover.Daemon.Features.Tasks.Events;
using Drover.Daemon.Features.Tasks.Runners;
using Drover.Supervision.Logs;
using Drover.Supervision.Supervisor;
using Microsoft.Extensions.Logging;

namespace Drover.Daemon.Features.Tasks.Attempts;

/// <summary>
/// Leads the conversation of an attempt. Whatever happens to it is a line of the task's log — what the agent printed, what a person replied or decided —
/// and this reads the lines in order, gives them to the runner's dialogue, and writes what that answers to the agent. After a restart of the daemon the
/// same lines make the same conversation again; what had been written before is not written a second time.
/// </summary>
internal sealed partial class AttemptFollower(
    AttemptAnswers answers, AttemptEnd end, TaskJournal journal, TaskNotices notices, TasksOptions options, TimeProvider time, ILogger<AttemptFollower> logger)
{
    private const int TryAgain = 11;

    // Long enough that a program which prints in pieces is not taken for one that waits.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan FullPipe = TimeSpan.FromMilliseconds(20);

    /// <summary>Follows until the attempt is over.</summary>
    public async Task RunAsync(KnownTask task, LivingAttempt living, long from, CancellationToken cancellation)
    {
        try
        {
            var query = new LogQuery { SinceSequence = from, FromStart = from == 0, Limit = 1_000 };
            await foreach (var batch in new LogReader(task.Log).FollowAsync(query, () => StateOf(task, living), cancellation))
            {
                foreach (var line in batch.Lines.Where(line => line.Run == living.Number))
                {
                    await TakeAsync(task, living, line);
                }
            }

            if (living.EndSequence is not null)
            {
                await end.FinishAsync(task, living);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The daemon stops; the next one takes the attempt up.
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException && task.Removed)
        {
            NotFollowed(task.Name, failure.Message);
        }
        finally
        {
            living.Over.TrySetResult();
        }
    }

    /// <summary>Looks for a line that was begun and not ended, a prompt that waits for a person; and for an attempt of which nothing comes any more.</summary>
    public async Task WatchQuietAsync(KnownTask task, LivingAttempt living, CancellationToken cancellation)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _ = living.Over.Task.ContinueWith(_ => ends.CancelAsync(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            while (true)
            {
                LogPosition seen;
                do
                {
                    seen = task.Log.Position;
                    await Task.Delay(Quiet, time, ends.Token);
                }
                while (task.Log.Position != seen);
                foreach (var stream in (LogStream[])[LogStream.Stdout, LogStream.Stderr])
                {
                    Unfinished(task, living, stream);
                }

                if (!await MoreAsync(task, seen, ends.Token))
                {
                    Stalls(task);
                    await task.Log.WaitForMoreAsync(seen, ends.Token);
                }
            }
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The attempt is over, or the daemon stops.
        }
    }

    /// <summary>Writes to the agent what the conversation begins with.</summary>
    public Task OpenAsync(KnownTask task, LivingAttempt living, RunnerLaunch launch) =>
        WriteAsync(task, living, launch.Input is { } input ? [input] : [], launch.ClosesInput, line: 0);

    private async Task TakeAsync(KnownTask task, LivingAttempt living, LogLine line)
    {
        var text = Encoding.UTF8.GetString(line.Bytes.Span);
        DialogueStep? step;
        lock (living.Talking)
        {
            step = line.Stream == LogStream.System ? Said(living, TaskEventLine.Read(text)) : living.Dialogue.Line(line);
        }

        if (step is null)
        {
            return;
        }

        var isNew = line.Sequence > task.Record.AnsweredSequence;
        answers.Apply(task, living, step, isNew, line.Sequence);
        if (isNew && (step.Writes.Count > 0 || step.ClosesInput))
        {
            await WriteAsync(task, living, step.Writes, step.ClosesInput, line.Sequence);
        }
    }

    // False after so long without a line that somebody should look.
    private async Task<bool> MoreAsync(KnownTask task, LogPosition seen, CancellationToken ends)
    {
        using var patience = new CancellationTokenSource(options.StallAfter, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ends, patience.Token);
        try
        {
            await task.Log.WaitForMoreAsync(seen, either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!ends.IsCancellationRequested)
        {
            return false;
        }
    }

    private void Stalls(KnownTask task)
    {
        if (task.Record.State == TaskState.Running)
        {
            var words = $"Nothing has come of the attempt for {options.StallAfter.TotalMinutes:0} minutes";
            TaskHistory.Tell(task, TaskEventKind.Lifecycle, EventCategories.Stalled, words);
            notices.Send(task, "stalled", words);
        }
    }

    private void Unfinished(KnownTask task, LivingAttempt living, LogStream stream)
    {
        var text = task.Log.ReadPartial(stream);
        if (text.Length == 0)
        {
            return;
        }

        DialogueStep step;
        lock (living.Talking)
        {
            step = living.Dialogue.Unfinished(stream, text.Span);
        }

        answers.Apply(task, living, step, isNew: true, line: 0);
    }

    private static DialogueStep? Said(LivingAttempt living, TaskEventLine line)
    {
        if (line.Metadata is not { } metadata || !metadata.TryGetProperty("category", out var category))
        {
            return null;
        }

        return category.GetString() switch
        {
            EventCategories.Reply when metadata.TryGetProperty("say", out var id) =>
                living.Dialogue.Reply(living.Said.TryRemove(id.GetString()!, out var whole) ? whole : line.Message),
            EventCategories.ApprovalDecided => living.Dialogue.Answer(
                metadata.GetProperty("request_id").GetString()!,
                Enum.Parse<ApprovalDecision>(metadata.GetProperty("decision").GetString()!),
                metadata.TryGetProperty("say", out var why) && why.GetString() is { } key && living.Said.TryRemove(key, out var message) ? message : null),
            _ => null,
        };
    }

    private async Task WriteAsync(KnownTask task, LivingAttempt living, IReadOnlyList<byte[]> writes, bool closes, long line)
    {
        if (task.Process is not { } process)
        {
            return;
        }

        foreach (var bytes in writes)
        {
            await WriteAsync(task, living, process, bytes);
        }

        if (closes)
        {
            await process.CloseInputAsync();
        }

        if (line > 0)
        {
            task.Change(record => record with { AnsweredSequence = line });
            journal.Write(task);
        }
    }

    // A pipe takes 64 KiB; an agent that is still starting reads the rest of a long prompt when it is ready.
    private async Task WriteAsync(KnownTask task, LivingAttempt living, SupervisedProcess process, ReadOnlyMemory<byte> rest)
    {
        while (rest.Length > 0)
        {
            var outcome = await process.WriteAsync(rest);
            rest = rest[outcome.Written..];
            if (rest.Length == 0 || living.EndSequence is not null)
            {
                return;
            }

            if (outcome.Result != ControlResult.Accepted || (outcome.Written == 0 && outcome.Errno is not (0 or TryAgain)))
            {
                NotWritten(task.Name, living.Number, outcome.Errno);
                return;
            }

            await Task.Delay(FullPipe, time);
        }
    }

    private static FollowState StateOf(KnownTask task, LivingAttempt living)
    {
        // The change to wait for is taken first: one that comes between the two lines is not missed.
        var changed = task.Changed.Next;
        return new FollowState(living.EndSequence is not null || task.Removed, changed);
    }

    [LoggerMessage(2551, LogLevel.Warning, "The attempt of task {Task} is not followed any more: {Reason}")]
    private partial void NotFollowed(string task, string reason);

    [LoggerMessage(2552, LogLevel.Warning, "What was to be said to attempt {Attempt} of task {Task} was not taken: error {Errno}")]
    private partial void NotWritten(string task, int attempt, int errno);
}
