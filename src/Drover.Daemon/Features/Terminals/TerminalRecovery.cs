using Drover.Supervision.Spawn;
using Drover.Supervision.Supervisor;
using Microsoft.Extensions.Logging;

namespace Drover.Daemon.Features.Terminals;

/// <summary>Takes over the terminals whose runs an earlier daemon left, and removes what is left of the others.</summary>
internal sealed partial class TerminalRecovery(ProcessSupervisor supervisor, TerminalService terminals, TerminalFiles files, ILogger<TerminalRecovery> logger)
{
    public async Task RunAsync()
    {
        var wanted = files.All();
        if (wanted.Count == 0)
        {
            return;
        }

        var runs = Runs();
        foreach (var id in wanted)
        {
            try
            {
                await TryAsync(id, runs.GetValueOrDefault(id));
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidOperationException)
            {
                // One that cannot be recovered must not keep the daemon from starting.
                NotRecovered(TerminalId.Of(id), failure);
            }
        }
    }

    private async Task TryAsync(Guid id, RunRecord? run)
    {
        if (run is null || files.Read(id) is not { } plan)
        {
            supervisor.Logs.Remove(id);
            files.Remove(id);
            return;
        }

        await terminals.AdoptAsync(id, plan, new ProcessSnapshot
        {
            State = ProcessState.Starting,
            RunNumber = run.RunNumber,
            RunId = run.RunId,
            StartedAt = run.StartedAt,
            HolderPid = run.HolderPid == 0 ? null : run.HolderPid,
            Output = OutputState.Live,
        });
    }

    private Dictionary<Guid, RunRecord> Runs()
    {
        var found = new Dictionary<Guid, RunRecord>();
        foreach (var directory in RunDirectory.All(supervisor.RunsRoot))
        {
            try
            {
                if (RunRecord.Read(directory) is { } record)
                {
                    found[record.SessionId] = record;
                }
            }
            catch (IOException unreadable)
            {
                RunUnreadable(directory.Path, unreadable.Message);
            }
        }

        return found;
    }

    [LoggerMessage(2711, LogLevel.Error, "Terminal {Terminal} could not be recovered")]
    private partial void NotRecovered(string terminal, Exception failure);

    [LoggerMessage(2712, LogLevel.Warning, "The record of the run in {Path} cannot be read: {Reason}")]
    private partial void RunUnreadable(string path, string reason);
}
