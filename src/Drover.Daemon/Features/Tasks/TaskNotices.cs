using Drover.Daemon.Features.Jobs;
using Drover.Daemon.Workspaces;
using Microsoft.Extensions.Logging;

namespace Drover.Daemon.Features.Tasks;

/// <summary>Runs the command of <c>notify.command</c> when a task wants a person, or has ended. It learns what it is about from its environment.</summary>
internal sealed partial class TaskNotices(JobService jobs, WorkspaceService workspaces, TasksOptions options, ILogger<TaskNotices> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public void Send(KnownTask task, string what, string words)
    {
        if (options.NotifyCommand is { } command)
        {
            _ = SendAsync(task, command, what, Redaction.Of(task.Record, words));
        }
    }

    private async Task SendAsync(KnownTask task, string command, string what, string words)
    {
        var folder = workspaces.Find(task.Record.Spec.Workspace) is { IsSuccess: true } workspace ? WorkspaceFolder.In(workspace.Value, null) : workspaces.Find(null).Error!;
        var started = folder.Error is { } wrong ? wrong : await jobs.StartAsync(new JobSpec
        {
            Cmd = command,
            Folder = folder.Value,
            Timeout = Patience,
            IsRecent = false,
            Env = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["DROVER_TASK_ID"] = task.Name,
                ["DROVER_TASK_TITLE"] = task.Record.Spec.Title,
                ["DROVER_TASK_STATUS"] = what,
                ["DROVER_TASK_MESSAGE"] = words,
            },
        });
        if (started.Error is { } error)
        {
            NotSent(task.Name, error.Message);
        }
    }

    [LoggerMessage(2511, LogLevel.Warning, "Nobody was told of task {Task}: {Reason}")]
    private partial void NotSent(string task, string reason);
}
