using System.Text;
using Drover.Supervision.Identity;
using Drover.Supervision.Posix;

namespace Drover.Supervision.Spawn;

/// <summary>
/// What a daemon does to its own process before anything else, because whatever started it may have left it in a state in which
/// supervision fails: exit codes vanish when SIGCHLD is ignored, commands keep the ports and files of a careless starter, and
/// a daemon started from inside a run looks like a part of that run and would be stopped with it.
/// </summary>
public static class DaemonProcess
{
    private const int SigChld = 17;

    /// <summary>To be the first call of the program. May replace the process by itself, with the same id and arguments.</summary>
    /// <returns>What could not be put right; empty when all is well.</returns>
    public static IReadOnlyList<string> Prepare()
    {
        var warnings = new List<string>();
        Processes.UnignoreSignal(SigChld);
        var answer = MarkInheritedDescriptors();
        if (answer < 0)
        {
            warnings.Add($"Descriptors of the starting program may reach commands: {Errno.Describe(-answer)}.");
        }

        if (Environment.GetEnvironmentVariable(RunMarker.Variable) is not null)
        {
            answer = StartAgainWithoutMarker();
            warnings.Add($"This daemon was started inside a run and could not leave it: {Errno.Describe(-answer)}. Stopping that run will stop the daemon.");
        }

        return warnings;
    }

    /// <summary>Marks every descriptor above 2 close-on-exec.</summary>
    /// <returns>0, or the negative error number.</returns>
    internal static int MarkInheritedDescriptors()
    {
        var answer = Processes.CloseOnExecFrom(3);
        if (answer is not (-Errno.ENOSYS or -Errno.EINVAL))
        {
            return answer;
        }

        // Before Linux 5.11.
        foreach (var entry in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
        {
            if (int.TryParse(Path.GetFileName(entry), out var fd) && fd > 2)
            {
                _ = Files.Control(fd, FcntlCommands.SetDescriptorFlags, 1);
            }
        }

        return 0;
    }

    // The environment of this process can only be read from outside as it was at the exec, so another exec it is.
    private static int StartAgainWithoutMarker()
    {
        using var arguments = new NativeStrings(ReadStrings("/proc/self/cmdline"));
        using var environment = new NativeStrings(
        [
            .. ReadStrings("/proc/self/environ").Where(entry =>
                !entry.StartsWith($"{RunMarker.Variable}=", StringComparison.Ordinal) &&
                !entry.StartsWith($"{CommandEnvironment.SessionVariable}=", StringComparison.Ordinal)),
            $"{RunMarker.DaemonVariable}=1",
        ]);
        return Processes.Execute("/proc/self/exe", arguments, environment);
    }

    private static List<string> ReadStrings(string path)
    {
        var strings = new List<string>();
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(path);
        for (int end; (end = bytes.IndexOf((byte)0)) >= 0; bytes = bytes[(end + 1)..])
        {
            strings.Add(Encoding.UTF8.GetString(bytes[..end]));
        }

        return strings;
    }
}
