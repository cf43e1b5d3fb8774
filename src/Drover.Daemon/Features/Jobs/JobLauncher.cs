using Drover.Daemon.Ports;
using Drover.Daemon.Processes;
using Drover.Supervision.Logs;
using Drover.Supervision.Restarts;
using Drover.Supervision.Spawn;
using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Features.Jobs;

/// <summary>How the kernel starts and ends a job.</summary>
internal sealed class JobLauncher(ProcessSupervisor supervisor, PortAllocator ports, JobInputs inputs, JobsOptions options)
{
    private const string Shell = "/bin/sh";

    /// <summary>A port for each name that the spec asks for, bound until the spawn.</summary>
    public IReadOnlyDictionary<string, PortLease> TakePorts(JobSpec spec) =>
        PortText.NamesIn(spec.Cmd).Concat(spec.Env.Values.SelectMany(PortText.NamesIn))
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(name => name, _ => ports.Acquire(), StringComparer.Ordinal);

    public LaunchPlan PlanFor(KnownJob job, JobSpec spec, IReadOnlyList<PortLease> leases) => Plan(job, () => Prepare(job, spec, leases));

    /// <summary>What a command reads and its environment are stored nowhere; a start that the last daemon did not get to is not made up for.</summary>
    public LaunchPlan PlanForRecovered(KnownJob job) => Plan(job, () => new Launch.Refused("the daemon ended before the command was started"));

    public SessionLog LogOf(Guid job) => supervisor.Logs.Open(job, options.RetainBytesPerStream);

    private LaunchPlan Plan(KnownJob job, Func<Launch> prepare) => new()
    {
        Restart = RestartPolicy.Never,
        Stop = JobStopping.Policy,
        Payload = JobPayload.Of(job),
        RetainBytesPerStream = options.RetainBytesPerStream,
        PrepareAsync = _ => ValueTask.FromResult(prepare()),
    };

    private Launch Prepare(KnownJob job, JobSpec spec, IReadOnlyList<PortLease> leases)
    {
        var variables = BaseVariables.Of(spec.BaseEnv);
        foreach (var (name, value) in spec.Env)
        {
            variables[name] = PortText.Expand(value, job.Plan.Ports);
        }

        foreach (var (name, port) in job.Plan.Ports)
        {
            job.Log.AppendSystem(job.Process?.Snapshot.RunNumber ?? 1, $"http://localhost:{port} (${name})");
        }

        try
        {
            var ready = new Launch.Ready(new ProcessSpec
            {
                Program = Shell,
                Arguments = ["-c", PortText.ExpandShell(spec.Cmd, job.Plan.Ports)],
                WorkingDirectory = spec.Folder.Path,
                Environment = variables,
                Stdin = spec.Stdin is { } text ? new StdinMode.File(inputs.Write(job.Id, text)) : new StdinMode.Null(),
            });
            return ready;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new Launch.Refused($"what the command was to read cannot be stored: {failure.Message}");
        }
        finally
        {
            foreach (var lease in leases)
            {
                lease.Dispose();
            }
        }
    }
}
