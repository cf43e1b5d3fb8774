using Drover.Contracts.Projects;
using Drover.Contracts.Sessions;
using Drover.Daemon.Edges.Mcp.Offers;
using Drover.Daemon.Features.Sessions;

namespace Drover.Daemon.Projects.Tools;

/// <summary>Tells who waits for a project, every second, what it is that is waited for.</summary>
internal sealed class ProjectReports(ProjectService projects, TimeProvider time)
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <param name="work">What is waited for.</param>
    /// <param name="path">Where the project is.</param>
    /// <param name="call">Whom to tell, if he wants to know.</param>
    /// <param name="begun">When the call began, as <see cref="TimeProvider.GetTimestamp"/> has it.</param>
    /// <param name="ends">The call's token.</param>
    public async Task<T> WhileAsync<T>(Task<T> work, string path, ToolCall call, long begun, CancellationToken ends)
    {
        while (call.WantsProgress)
        {
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(ends);
            if (await Task.WhenAny(work, Task.Delay(Tick, time, enough.Token)) == work || ends.IsCancellationRequested)
            {
                await enough.CancelAsync();
                break;
            }

            var elapsed = time.GetElapsedTime(begun).TotalSeconds;
            await call.ReportAsync(elapsed, null, await SayAsync(path), ends);
        }

        return await work;
    }

    private async Task<string> SayAsync(string path)
    {
        var list = await projects.ListAsync(path);
        if (!list.IsSuccess)
        {
            return "starting";
        }

        var processes = list.Value.Projects[0].Processes;
        var missing = processes.Where(process => process.Session is null || ProjectSettling.IsPending(process)).Select(Say).ToList();
        return $"{processes.Count - missing.Count} of {processes.Count} done{(missing.Count > 0 ? $"; {string.Join(", ", missing)}" : "")}";
    }

    private static string Say(ProjectProcessStatus process) => process.Session switch
    {
        null => $"{process.Name} is not started yet",
        { Health: SessionHealth.Waiting } => $"{process.Name} is not ready yet",
        { Reason: { } reason, State: not SessionState.Running } session => $"{process.Name} is {StateText.Of(session.State)}: {reason}",
        { } session => $"{process.Name} is {StateText.Of(session.State)}",
    };
}
