using System.Text;
using Drover.Cli.CommandLine;
using Drover.Cli.Commands.Logs;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;

namespace Drover.Cli.Commands.Tasks;

/// <summary>Shows the events of a task as they come, each once, over restarts of the daemon too, until the task has ended.</summary>
internal sealed class TaskFollower(Invocation call, DroverClient client, string task)
{
    // Ends a stream from within: after a step in the task's life it is asked where it is now.
    private static readonly Error LookNow = new("", "");

    private long? _next;

    /// <summary>Whether it also ends when the task waits for a person.</summary>
    internal bool EndsWhenAsked { get; init; }

    /// <summary>How many checks are known to follow an attempt that left changes; those that have begun are waited for in any case.</summary>
    internal int Checks { get; init; }

    /// <summary>The number behind the last event there is.</summary>
    internal static async Task<long> EndAsync(DroverClient client, string task)
    {
        var next = 0L;
        while (await client.TaskEventsAsync(task, next) is { IsSuccess: true, Value.Value: [.., var last] })
        {
            next = last.Seq + 1;
        }

        return next;
    }

    /// <param name="since">Number of the first event to show; null for all.</param>
    /// <returns>0 when the task ended well or waits for a person, 1 when it failed or was stopped.</returns>
    internal async Task<int> RunAsync(long? since)
    {
        _next = since;
        var ends = call.Cancellation;
        try
        {
            while (true)
            {
                var now = await client.TaskAsync(task, ends);
                if (now.Error is { } gone)
                {
                    return NextSteps.Fail(call, gone, task);
                }

                if (IsOver(now.Value.Value))
                {
                    return await ShowRestAsync(ends) is { } broken ? call.Fail(broken) : Tell(now.Value.Value);
                }

                var failure = await FollowedStream.RunAsync(token => client.FollowTaskEventsAsync(task, _next, token), Take, call.Out.Flush, ends);
                if (failure != LookNow)
                {
                    return failure is null ? ExitCodes.Ok : NextSteps.Fail(call, failure, task);
                }
            }
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            call.Say($"The task is not touched by that. {call.Terminal.ErrorInk.Dim("→")} drover task stop {task}");
            return ExitCodes.Interrupted;
        }
    }

    private Error? Take(ReadOnlyMemory<byte> record)
    {
        if (record.Span.StartsWith("{\"error\":"u8))
        {
            return LogRecordReader.Read(record.Span).Error;
        }

        var happened = DroverClient.ReadTaskEvent(record);
        if (call.Json)
        {
            call.Out.Write(Encoding.UTF8.GetString(record.Span) + "\n");
        }
        else
        {
            TaskEventText.Write(call, happened);
        }

        _next = happened.Seq + 1;
        return happened.Kind == TaskEventKind.Lifecycle ? LookNow : null;
    }

    // What happened between the last line of the stream and the look at the task.
    private async Task<Error?> ShowRestAsync(CancellationToken ends)
    {
        while (true)
        {
            var rest = await client.TaskEventsAsync(task, _next, ends);
            if (rest.Error is { } broken)
            {
                return broken;
            }

            if (rest.Value.Value is not [.., var last])
            {
                return null;
            }

            if (call.Json)
            {
                using var array = System.Text.Json.JsonDocument.Parse(rest.Value.Json);
                foreach (var happened in array.RootElement.EnumerateArray())
                {
                    call.Out.Write(happened.GetRawText() + "\n");
                }
            }
            else
            {
                foreach (var happened in rest.Value.Value)
                {
                    TaskEventText.Write(call, happened);
                }
            }

            _next = last.Seq + 1;
        }
    }

    private bool IsOver(AgentTask now)
    {
        if (now.Status == TaskState.NeedsInput)
        {
            return EndsWhenAsked;
        }

        var done = now.Checks.Count(check => check.Status != "running" && check.AttemptNumber == now.Attempts.Count);
        return TaskWords.HasEnded(now.Status) && now.Checks.All(check => check.Status != "running") && (now.Status != TaskState.ReadyForReview || done >= Checks);
    }

    private int Tell(AgentTask now)
    {
        var ink = call.Terminal.ErrorInk;
        call.Out.Flush();
        call.Say($"{TaskWords.Painted(TaskWords.State(now.Status, ink))}{(now.Reason is { } reason ? $": {Output.SafeText.Of(reason)}" : "")}");
        foreach (var approval in NextSteps.Pending(now))
        {
            call.Say($"  asks to use {approval.Kind}: {Output.SafeText.Of(approval.Summary)}");
        }

        NextSteps.Say(call, now, task);
        return now.Status is TaskState.Failed or TaskState.Stopped ? ExitCodes.Failure : ExitCodes.Ok;
    }
}
