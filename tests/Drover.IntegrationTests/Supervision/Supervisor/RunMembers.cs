using Drover.Supervision.Identity;
using Drover.Supervision.Supervisor;
using Drover.Supervision.Posix;
using Xunit;

namespace Drover.IntegrationTests.Supervision.Supervisor;

/// <summary>The processes of a run, as the kernel finds them.</summary>
internal static class RunMembers
{
    public static async Task<IReadOnlyList<int>> OfAsync(ProcessScanner scanner, ProcessSnapshot snapshot)
    {
        var table = await scanner.ScanAsync();
        return [.. ProcessTree.OfRun(table, new RunMembership(snapshot.RunId, snapshot.HolderPid, snapshot.Pid)).Select(entry => entry.Pid)];
    }

    /// <summary>One that ended since it was looked up needs no signal any more.</summary>
    public static void Signal(int pid, int signal) => Assert.True(Processes.Kill(pid, signal) is 0 or -Errno.ESRCH);
}
