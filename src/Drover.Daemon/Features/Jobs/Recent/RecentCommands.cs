using Drover.Contracts.Errors;
using Drover.Contracts.Jobs;
using Drover.Daemon.Secrets;
using Microsoft.Extensions.Logging;

namespace Drover.Daemon.Features.Jobs.Recent;

/// <summary>The commands of each workspace that ran last, each once, without what looks like a secret in them.</summary>
internal sealed partial class RecentCommands(RecentStore store, ILogger<RecentCommands> logger)
{
    /// <summary>So many are kept for each workspace.</summary>
    public const int Most = 50;

    // A command of more is a program; nobody picks it from a list.
    private const int LongestCommand = 4096;

    public void Started(KnownJob job)
    {
        if (job.Plan.Cmd.Length <= LongestCommand)
        {
            var command = new RecentCommand { Cmd = SecretText.Redact(job.Plan.Cmd.Trim()), Cwd = job.Plan.RelativeCwd, RanAt = job.CreatedAt, JobId = job.Name };
            Check(store.Save(job.Plan.Workspace, command, Most));
        }
    }

    public void Ended(KnownJob job, int exitCode) => Check(store.SetExit(job.Plan.Workspace, job.Name, exitCode));

    /// <summary>Newest first.</summary>
    public Result<List<RecentCommand>> Last(string workspace, int limit) => store.Last(workspace, limit);

    /// <summary>Forgets the oldest of all workspaces, when there are too many.</summary>
    public void Trim() => Check(store.Trim());

    // A list for convenience: a job is not refused because it cannot be put there.
    private void Check(Result<int> written)
    {
        if (written.Error is { } error)
        {
            NotWritten(error.Message);
        }
    }

    [LoggerMessage(2431, LogLevel.Warning, "A recent command could not be stored: {Reason}")]
    private partial void NotWritten(string reason);
}
