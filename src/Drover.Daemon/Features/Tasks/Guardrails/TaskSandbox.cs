using System.Net.Sockets;
using System.Security.Cryptography;
using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;
using Drover.Daemon.Sandboxing;

namespace Drover.Daemon.Features.Tasks.Guardrails;

/// <summary>
/// The second layer: puts an attempt into a sandbox that keeps its policy, and says truly which rule is kept by whom. It starts nothing; the door to
/// the network is opened by <see cref="OpenDoor"/> before the start, and again by a daemon that adopts the attempt.
/// </summary>
internal sealed class TaskSandbox(SandboxProbe probe, SandboxSurroundings surroundings)
{
    private const string DoorInside = "/run/drover-door";
    private const string Shell = "/bin/sh";

    /// <summary>What is to be started instead of the program of the request.</summary>
    /// <returns><c>task.sandbox_unavailable</c> when the sandbox is demanded and cannot be had.</returns>
    public async Task<Result<SandboxedLaunch>> PrepareAsync(SandboxRequest request)
    {
        if (request.Demand == SandboxDemand.Off)
        {
            return Plain(request, "The sandbox is switched off for this task.");
        }

        var capability = await probe.ProbeAsync().ConfigureAwait(false);
        if (capability.Works)
        {
            return Wrapped(request, capability);
        }

        return request.Demand == SandboxDemand.Require
            ? new Error(ErrorCodes.TaskSandboxUnavailable, $"This task has to run inside the sandbox, which cannot be had. {capability.Reason}")
            : Plain(request, capability.Reason!);
    }

    /// <summary>Opens the door of an attempt. Close it (dispose) when the attempt has ended.</summary>
    /// <param name="door">Of the launch.</param>
    /// <param name="denied">Told of each host that was asked for in vain; from any thread.</param>
    public Result<EgressProxy> OpenDoor(EgressDoor door, Action<EgressDenial> denied)
    {
        try
        {
            return EgressProxy.Open(door.Folder, new EgressRules(door.Allow, surroundings.DaemonPorts), denied);
        }
        catch (Exception problem) when (problem is SocketException or IOException or UnauthorizedAccessException)
        {
            return new Error(ErrorCodes.TaskSandboxUnavailable, $"The way out of the sandbox cannot be opened at {door.Folder}: {problem.Message}");
        }
    }

    /// <summary>Removes what is left of a door. It has to be closed.</summary>
    public static void RemoveDoor(EgressDoor door)
    {
        if (Directory.Exists(door.Folder))
        {
            Directory.Delete(door.Folder, recursive: true);
        }
    }

    private static SandboxedLaunch Plain(SandboxRequest request, string reason) => new()
    {
        Program = request.Program,
        Arguments = request.Arguments,
        Environment = request.Environment.Where(variable => !SandboxEnvironment.IsDaemons(variable.Key) || request.NamedVariables.Contains(variable.Key)).ToDictionary(StringComparer.Ordinal),
        EffectivePolicy = EffectivePolicies.Unsandboxed(request, reason),
    };

    private SandboxedLaunch Wrapped(SandboxRequest request, SandboxCapability capability)
    {
        var policy = request.Policy;
        var door = DoorOf(request);
        var git = GitFolders.Of(request.RepositoryRoot ?? request.Worktree);
        var rules = new SandboxRules
        {
            ReadOnly = [.. request.ReadableFolders, .. FolderOf(request.Program), .. FolderOf(surroundings.Relay[0]), AppContext.BaseDirectory, .. request.RepositoryRoot is { } root ? [root] : Array.Empty<string>(), .. git is null ? [] : new[] { git }],
            Hidden = [.. policy.AllowSecrets ? [] : CredentialPlaces.Of(surroundings.Home), .. surroundings.DaemonFolders],
            Writable = [request.Worktree, .. request.WritableFolders, .. git is not null && policy.AllowGitWrite ? [git] : Array.Empty<string>()],
            Protected = policy.AllowGitWrite && IsFolder(Path.Join(request.Worktree, ".git")) ? [] : [Path.Join(request.Worktree, ".git")],
            Bound = door is null ? new Dictionary<string, string>(StringComparer.Ordinal) : new Dictionary<string, string>(StringComparer.Ordinal) { [door.Folder] = DoorInside },
            Network = policy.AllowNetwork ? SandboxNetwork.Full : SandboxNetwork.Own,
            WorkingDirectory = request.Folder,
        };
        var environment = SandboxEnvironment.Of(request.Environment, request.NamedVariables, policy.AllowSecrets);
        IReadOnlyList<string> arguments = request.Arguments;
        var program = request.Program;
        if (door is not null)
        {
            // The bind needs something to bind.
            Directory.CreateDirectory(door.Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var relay = new SandboxRelay(surroundings.Relay, Path.Join(DoorInside, EgressProxy.SocketName), LocalPorts(door));
            relay.AddTo(environment);
            (program, arguments) = (Shell, ["-c", relay.Script(), "drover-relay", request.Program, .. request.Arguments]);
        }

        (program, arguments) = Bubblewrap.Wrap(capability, rules, program, arguments);
        return new SandboxedLaunch
        {
            Program = program,
            Arguments = arguments,
            Environment = environment,
            EffectivePolicy = EffectivePolicies.Sandboxed(request, door, git is not null),
            Egress = door,
        };
    }

    private EgressDoor? DoorOf(SandboxRequest request)
    {
        if (request.Policy.AllowNetwork)
        {
            return null;
        }

        IReadOnlyList<string> hosts = [.. request.ModelHosts, .. request.Policy.Network?.Allow ?? []];
        return hosts.Count == 0 ? null : new EgressDoor(Path.Join(surroundings.EgressRoot, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))), [.. hosts.Distinct(StringComparer.OrdinalIgnoreCase)]);
    }

    // What an agent looks for at 127.0.0.1 is found there inside too.
    private static IReadOnlyList<int> LocalPorts(EgressDoor door) =>
        [.. door.Allow.Select(EgressRules.Split).Where(rule => rule.Port is not null && EgressRules.IsHere(rule.Host.Trim('[', ']'))).Select(rule => rule.Port!.Value).Distinct()];

    private static IEnumerable<string> FolderOf(string program)
    {
        var real = RealPath.Of(program);
        return new[] { Path.GetDirectoryName(program), Path.GetDirectoryName(real) }.OfType<string>().Where(folder => folder.Length > 1).Distinct(StringComparer.Ordinal);
    }

    private static bool IsFolder(string path) => Directory.Exists(path);
}
