using System.Text.Json.Nodes;
using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Contracts.Tasks;
using Drover.Daemon.Features.Tasks.Events;
using Drover.Daemon.Features.Tasks.Guardrails;
using Drover.Daemon.Features.Tasks.Runners;
using Drover.Daemon.Processes;
using Drover.Daemon.Sandboxing;
using Drover.Supervision.Spawn;

namespace Drover.Daemon.Features.Tasks.Attempts;

/// <summary>
/// Puts attempts into the sandbox and keeps their way out of it open while they run. Commands are wrapped wherever a sandbox can be had; agents, which need
/// their model and their own state, only where the policy demands it, and have a sandbox of their own otherwise.
/// </summary>
internal sealed class AttemptSandbox(TaskSandbox sandbox, SandboxProbe probe)
{
    private const string Shell = "/bin/sh";

    /// <summary>Whether an attempt of this task would run inside the sandbox.</summary>
    public async Task<bool> WrapsAsync(TaskRecord record, ITaskRunner runner) => Demand(record, runner) != SandboxDemand.Off && (await probe.ProbeAsync()).Works;

    /// <summary>What is to be started instead of a spec.</summary>
    /// <param name="record">The task.</param>
    /// <param name="runner">Its runner.</param>
    /// <param name="launch">What the runner wants to be started.</param>
    /// <param name="spec">The same, looked up.</param>
    /// <param name="scratch">The attempt's own folder.</param>
    public async Task<Result<(ProcessSpec Spec, EffectivePolicy Policy, EgressDoor? Door)>> PrepareAsync(TaskRecord record, ITaskRunner runner, RunnerLaunch launch, ProcessSpec spec, string scratch)
    {
        var policy = record.Spec.Policy;
        var needs = AgentNeeds.Of(runner.Name, spec.Environment);
        var prepared = await sandbox.PrepareAsync(new SandboxRequest
        {
            Policy = policy,
            Demand = Demand(record, runner),
            Worktree = record.Worktree?.Path ?? record.Spec.Workspace,
            RepositoryRoot = record.Worktree?.RepositoryRoot,
            Folder = spec.WorkingDirectory,
            Program = spec.Program,
            Arguments = spec.Arguments,
            Environment = spec.Environment,
            NamedVariables = launch.Environment.Keys.ToHashSet(StringComparer.Ordinal),
            ModelHosts = needs.Hosts,
            WritableFolders = [.. needs.Folders, .. Directory.Exists(scratch) ? [scratch] : Array.Empty<string>()],
            ReadableFolders = [Path.GetDirectoryName(spec.Program)!],
            ChecksCommands = runner.TakesCommand || runner.Capabilities.Approvals,
            KeepsMcpTools = runner.Capabilities.Approvals,
        });
        if (prepared.Error is { } unavailable)
        {
            return unavailable;
        }

        var wrapped = prepared.Value;
        var enforced = !wrapped.EffectivePolicy.Sandboxed && Demand(record, runner) == SandboxDemand.Off && policy.Sandbox != SandboxDemand.Off
            ? wrapped.EffectivePolicy with { Reason = "Agents are put into Drover's sandbox only where the policy demands it (sandbox: require); this one keeps to its own rules." }
            : wrapped.EffectivePolicy;
        return (spec with { Program = wrapped.Program, Arguments = wrapped.Arguments, Environment = wrapped.Environment }, enforced, wrapped.Egress);
    }

    /// <summary>A line for the shell that runs a command on a task's work, inside the sandbox where there is one: what an agent wrote is no more trusted in a check than in an attempt.</summary>
    /// <param name="record">The task.</param>
    /// <param name="command">The command.</param>
    /// <param name="folder">Where it runs.</param>
    public async Task<Result<(string Line, IReadOnlyDictionary<string, string> Environment)>> CheckAsync(TaskRecord record, string command, string folder)
    {
        var prepared = await sandbox.PrepareAsync(new SandboxRequest
        {
            Policy = record.Spec.Policy,
            Demand = record.Spec.Policy.Sandbox ?? SandboxDemand.Prefer,
            Worktree = record.Worktree?.Path ?? record.Spec.Workspace,
            RepositoryRoot = record.Worktree?.RepositoryRoot,
            Folder = folder,
            Program = Shell,
            Arguments = ["-c", command],
            Environment = BaseVariables.Of(BaseEnvironment.Daemon),
            ChecksCommands = true,
        });
        return prepared.Error is { } unavailable
            ? unavailable
            : ($"exec {string.Join(' ', prepared.Value.Arguments.Prepend(prepared.Value.Program).Select(CommandText.Quote))}", prepared.Value.Environment);
    }

    /// <summary>Opens an attempt's way out; what it asks for in vain is told.</summary>
    public Error? Open(KnownTask task, LivingAttempt living, EgressDoor? door)
    {
        if (door is null)
        {
            return null;
        }

        var opened = sandbox.OpenDoor(door, denied => TaskHistory.Tell(
            task, TaskEventKind.Error, EventCategories.Denied, $"The network: {denied.Host}:{denied.Port} was refused, {denied.Reason}", new JsonObject { ["host"] = denied.Host, ["port"] = denied.Port }));
        if (opened.IsSuccess)
        {
            living.Door = opened.Value;
        }

        return opened.Error;
    }

    /// <summary>Closes it with the attempt.</summary>
    public static async Task CloseAsync(KnownTask task, LivingAttempt living)
    {
        if (living.Door is { } open)
        {
            await open.DisposeAsync();
        }

        if (task.Record.Door is { } door)
        {
            TaskSandbox.RemoveDoor(door);
            task.Change(record => record with { Door = null });
        }
    }

    private static SandboxDemand Demand(TaskRecord record, ITaskRunner runner) => (record.Spec.Policy.Sandbox ?? SandboxDemand.Prefer, runner.TakesCommand) switch
    {
        (SandboxDemand.Prefer, false) => SandboxDemand.Off,
        (var demand, _) => demand,
    };
}
