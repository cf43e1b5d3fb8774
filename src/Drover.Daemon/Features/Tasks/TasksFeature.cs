using Drover.Contracts.Client;
using Drover.Daemon.Configuration;
using Drover.Daemon.Features.Tasks.Attempts;
using Drover.Daemon.Features.Tasks.Audit;
using Drover.Daemon.Features.Tasks.Events;
using Drover.Daemon.Features.Tasks.Guardrails;
using Drover.Daemon.Features.Tasks.Review;
using Drover.Daemon.Features.Tasks.Tools;
using Drover.Daemon.Features.Tasks.Worktrees;
using Drover.Daemon.Lifecycle;
using Drover.Daemon.Sandboxing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drover.Daemon.Features.Tasks;

/// <summary>Work for agents: attempts in worktrees, approvals, review, merge.</summary>
internal static class TasksFeature
{
    public static void AddTasks(this IServiceCollection services)
    {
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<DaemonOptions>();
            return new TasksOptions
            {
                MaxParallel = options.TasksMaxParallel,
                MaxParallelPerWorkspace = options.TasksMaxParallelPerWorkspace,
                StallAfter = options.TasksStallAfter,
                NotifyCommand = options.NotifyCommand,
                RetainBytesPerStream = options.TasksRetainBytesPerStream,
            };
        });
        services.AddSingleton(provider => WorktreeFolders.In(provider.GetRequiredService<DroverPaths>().DataDir));
        services.AddSingleton<WorktreeService>();
        services.AddSingleton<TaskRegistry>();
        services.AddSingleton<TaskStore>();
        services.AddSingleton<TaskJournal>();
        services.AddSingleton<TaskRules>();
        services.AddSingleton<TaskEvents>();
        services.AddSingleton<TaskEventReading>();
        services.AddSingleton<TaskNotices>();
        services.AddSingleton<TaskQueue>();
        services.AddSingleton<FollowingTasks>();
        services.AddSingleton<SandboxProbe>();
        services.AddSingleton(Surroundings);
        services.AddSingleton<TaskSandbox>();
        services.AddSingleton<AttemptSandbox>();
        services.AddSingleton<OwnAgentEndpoints>();
        services.AddSingleton<AttemptFiles>();
        services.AddSingleton<AttemptLauncher>();
        services.AddSingleton<AttemptBudget>();
        services.AddSingleton<AttemptAnswers>();
        services.AddSingleton<AttemptEnd>();
        services.AddSingleton<AttemptFollower>();
        services.AddSingleton<AttemptStart>();
        services.AddSingleton<AttemptStopping>();
        services.AddSingleton<TaskChanges>();
        services.AddSingleton<TaskChecks>();
        services.AddSingleton<TaskReview>();
        services.AddSingleton<AuditExport>();
        services.AddSingleton<TaskRecovery>();
        services.AddSingleton<TaskService>();
        services.AddSingleton<IDaemonStep, TasksStep>();
        services.AddTaskTools();
    }

    private static SandboxSurroundings Surroundings(IServiceProvider provider)
    {
        var (paths, facts) = (provider.GetRequiredService<DroverPaths>(), provider.GetRequiredService<DaemonFacts>());
        return new SandboxSurroundings
        {
            Home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
            DaemonFolders = [paths.DataDir, paths.ConfigDir, paths.RuntimeDir],
            EgressRoot = Path.Combine(paths.RuntimeDir, "doors"),
            Relay = [Environment.ProcessPath!, "sandbox-relay"],
            DaemonPorts = () => [.. facts.Listen.Select(address => new Uri(address).Port)],
        };
    }

    public static void MapTasks(this IEndpointRouteBuilder routes)
    {
        TasksEndpoints.Map(routes);
        ReviewEndpoints.Map(routes);
        AuditEndpoints.Map(routes);
    }
}
