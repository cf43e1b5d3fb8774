using System.Globalization;
using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;

namespace Drover.Daemon.Features.Sessions.Limits;

/// <summary>
/// Limits by cgroup v2 (https://docs.kernel.org/admin-guide/cgroup-v2.html), one group a session. A group with processes of its own cannot have
/// limited children, so the groups are made beside the daemon's, which the systemd user session allows; where nothing of it is writable the
/// session runs without limits and says so.
/// </summary>
/// <param name="mount">Where cgroup v2 is mounted.</param>
/// <param name="own">The daemon's own cgroup: the line <c>0::/…</c> of /proc/self/cgroup; null without v2.</param>
internal sealed class SessionCgroups(string mount, string? own)
{
    private const int PeriodMicros = 100_000;

    private readonly string? _parent = own is null ? null : Path.Join(mount, own == "/" ? "" : Path.GetDirectoryName(own));

    /// <summary>As this system has it.</summary>
    public static SessionCgroups OfThisSystem()
    {
        const string V2 = "0::";
        var line = File.Exists("/proc/self/cgroup") ? File.ReadLines("/proc/self/cgroup").FirstOrDefault(line => line.StartsWith(V2, StringComparison.Ordinal)) : null;
        return new SessionCgroups("/sys/fs/cgroup", line?[V2.Length..]);
    }

    /// <summary>Makes the session's group with its limits.</summary>
    /// <returns>Its folder, or why there is none.</returns>
    public Result<string> Prepare(Guid session, LimitsSpec limits)
    {
        if (_parent is null || !File.Exists(Path.Join(_parent, "cgroup.controllers")))
        {
            return Unavailable("this system has no cgroup v2");
        }

        var folder = Folder(session);
        try
        {
            Directory.CreateDirectory(folder);
            if (!File.Exists(Path.Join(folder, "memory.max")) || !File.Exists(Path.Join(folder, "cpu.max")))
            {
                File.WriteAllText(Path.Join(_parent, "cgroup.subtree_control"), "+memory +cpu");
            }

            Set(folder, "memory.max", limits.MemoryBytes);
            if (limits.MemoryBytes is not null)
            {
                // Without it the kernel swaps instead, and kills one process of the tree only.
                SetIfThere(folder, "memory.swap.max", "0");
                SetIfThere(folder, "memory.oom.group", "1");
            }

            if (limits.CpuPercent is { } percent)
            {
                File.WriteAllText(Path.Join(folder, "cpu.max"), string.Create(CultureInfo.InvariantCulture, $"{percent * (long)PeriodMicros / 100} {PeriodMicros}"));
            }

            return folder;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Unavailable($"{_parent} cannot be used: {failure.Message}");
        }
    }

    /// <summary>Takes the group away after a run.</summary>
    /// <returns>What the limits did to the run, if anything; null else.</returns>
    public string? Finish(Guid session, LimitsSpec limits)
    {
        if (_parent is null || !Directory.Exists(Folder(session)))
        {
            return null;
        }

        string? reached = null;
        try
        {
            var killed = File.ReadLines(Path.Join(Folder(session), "memory.events")).Any(line => line.StartsWith("oom_kill ", StringComparison.Ordinal) && !line.EndsWith(" 0", StringComparison.Ordinal));
            reached = killed ? $"its memory limit of {limits.MemoryBytes} bytes was reached" : null;
            Directory.Delete(Folder(session));
        }
        catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
        {
            // Something of the run is still in it; the next run uses the same group.
            return reached;
        }

        return reached;
    }

    private string Folder(Guid session) => Path.Join(_parent, $"drover-{session}");

    private static void Set(string folder, string file, long? value)
    {
        if (value is { } number)
        {
            File.WriteAllText(Path.Join(folder, file), number.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static void SetIfThere(string folder, string file, string value)
    {
        if (File.Exists(Path.Join(folder, file)))
        {
            File.WriteAllText(Path.Join(folder, file), value);
        }
    }

    private static Error Unavailable(string why) => new(ErrorCodes.ProcessLimitsUnavailable, $"the limits are not enforced: {why}");
}
