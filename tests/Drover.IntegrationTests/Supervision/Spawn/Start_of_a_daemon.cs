using System.Globalization;
using Drover.Supervision.Identity;
using Drover.Supervision.Posix;
using Drover.Supervision.Spawn;
using Drover.Supervision.Stopping;
using Drover.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Drover.IntegrationTests.Supervision.Spawn;

/// <summary>A daemon started by somebody careless: inside a run, with SIGCHLD ignored, with a descriptor left open.</summary>
public sealed class Start_of_a_daemon
{
    private const string Stray = "/etc/passwd";
    private const ulong SigChldBit = 1UL << 16;

    [Fact]
    public async Task A_daemon_leaves_the_run_it_was_started_in_and_puts_its_process_right()
    {
        using var home = new TempDir();
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin",
            ["HOME"] = home.Path,
            ["DROVER_HOME"] = home.Path,
            ["DROVER_LISTEN"] = "none",
        };
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { } root)
        {
            environment["DOTNET_ROOT"] = root;
        }

        using var command = Command.Start(
            HolderKind.Native,
            Command.Shell($"trap '' CHLD; exec 9<{Stray}; exec '{Children.Drover}' daemon run") with { Environment = environment });
        var pid = command.Pid;
        var daemon = ProcessIdentity.Of(pid)!.Value;
        try
        {
            await Patience.UntilAsync(() => RunMarker.Read(pid) == (null, true));
            await Patience.UntilAsync(() => (Ignored(pid) & SigChldBit) == 0);
            Assert.DoesNotContain(Stray, Directory.GetFiles($"/proc/{pid}/fd").Select(TargetOf));

            // It is a child of that run's holder still, and not ended with the run.
            var membership = new RunMembership(command.Directory.RunId, command.Run.HolderPid, pid);
            var stop = new Terminator(new ProcessScanner(), TimeProvider.System, NullLogger.Instance).StopAsync(membership, StopPolicy.Default, TestContext.Current.CancellationToken);
            Assert.True((await stop.Patiently()).Clean);
            Assert.True(daemon.IsAlive);
        }
        finally
        {
            _ = Processes.Kill(pid, SignalNames.Kill);
        }
    }

    private static ulong Ignored(int pid) =>
        ulong.Parse(File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)).AsSpan(7).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static string? TargetOf(string descriptor)
    {
        try
        {
            return File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.FullName;
        }
        catch (FileNotFoundException)
        {
            // Closed since the folder was listed.
            return null;
        }
    }
}
