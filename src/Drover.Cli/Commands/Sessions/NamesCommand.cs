using Drover.Cli.CommandLine;
using Drover.Cli.Commands.Tasks;
using Drover.Cli.Connecting;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;

namespace Drover.Cli.Commands.Sessions;

/// <summary>What the completion scripts call: a name per line, nothing when no daemon runs. Never starts one.</summary>
internal static class NamesCommand
{
    internal static CliCommand Build(string name)
    {
        var active = Values.Flag("--active", "Only those with a process");
        var processes = Values.Flag("--processes", "Only processes of this folder's project");
        var jobs = Values.Flag("--jobs", "Ids of jobs that run");
        var tasks = Values.Flag("--tasks", "As much of the ids of tasks as tells them apart");
        return new CliCommand(name)
        {
            Options = { active, processes, jobs, tasks },
            Run = async call =>
            {
                var address = DaemonAddress.FromEnvironment();
                if (!address.IsSuccess || (address.Value.IsLocalDefault && !DaemonStarter.Answers(address.Value)))
                {
                    return ExitCodes.Ok;
                }

                var client = new DroverClient(address.Value);
                if (call.Get(jobs))
                {
                    return await JobsAsync(call, client);
                }

                if (call.Get(tasks))
                {
                    return await TasksAsync(call, client);
                }

                var own = await ProjectNames.HereAsync(client, started: !call.Get(processes), active: call.Get(active));
                var list = call.Get(processes) ? default : await client.ListAsync();
                var sessions = !call.Get(processes) && list.IsSuccess ? list.Value.Value.Sessions : [];
                foreach (var name in own.Concat(sessions.Where(session => !call.Get(active) || SessionChoice.IsActive(session.State)).Select(SessionChoice.NameOf)))
                {
                    call.Out.Write(name + "\n");
                }

                return ExitCodes.Ok;
            },
        };
    }

    private static async Task<int> JobsAsync(Invocation call, DroverClient client)
    {
        var jobs = await client.JobsAsync(workspace: null, ended: false);
        foreach (var job in jobs.IsSuccess ? jobs.Value.Value : [])
        {
            call.Out.Write(job.JobId + "\n");
        }

        return ExitCodes.Ok;
    }

    private static async Task<int> TasksAsync(Invocation call, DroverClient client)
    {
        var tasks = await client.TasksAsync();
        foreach (var task in tasks.IsSuccess ? TaskNaming.Short(tasks.Value.Value).Values : [])
        {
            call.Out.Write(task + "\n");
        }

        return ExitCodes.Ok;
    }
}
