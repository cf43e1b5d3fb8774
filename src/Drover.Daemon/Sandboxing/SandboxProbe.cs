using System.ComponentModel;
using System.Diagnostics;
using Drover.Supervision.Spawn;

namespace Drover.Daemon.Sandboxing;

/// <summary>
/// Finds out whether commands can be sandboxed here, by doing it: a version number says nothing of kernels without user namespaces, of AppArmor,
/// or of containers. Asked once; a failure is looked at again after a minute, since somebody may have installed what was missing.
/// </summary>
/// <param name="time">Ages failures.</param>
/// <param name="path">Where to look for programs; the daemon's own PATH when null.</param>
internal sealed class SandboxProbe(TimeProvider time, string? path = null)
{
    private const string Bwrap = "bwrap";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FailureHolds = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private Task<SandboxCapability>? _probe;
    private long _probedAt;

    public Task<SandboxCapability> ProbeAsync()
    {
        lock (_lock)
        {
            var isOld = _probe is { IsCompletedSuccessfully: true } && time.GetElapsedTime(_probedAt) >= FailureHolds;
            if (_probe is null || isOld || _probe.IsFaulted)
            {
                _probedAt = time.GetTimestamp();
                _probe = isOld ? AgainAsync(_probe!) : RunAsync();
            }

            return _probe;
        }
    }

    private async Task<SandboxCapability> AgainAsync(Task<SandboxCapability> last) => await last.ConfigureAwait(false) is { Works: true } works ? works : await RunAsync().ConfigureAwait(false);

    private async Task<SandboxCapability> RunAsync()
    {
        if (!OperatingSystem.IsLinux())
        {
            return new SandboxCapability(null, "The sandbox needs Linux.");
        }

        var folders = path ?? Environment.GetEnvironmentVariable("PATH");
        if (ProgramLocator.Find(Bwrap, "/", folders) is not ProgramLookup.Found { Path: var program })
        {
            return new SandboxCapability(null, "bubblewrap is not installed: apt install bubblewrap, dnf install bubblewrap, or pacman -S bubblewrap.");
        }

        var signalEnv = await FindSignalEnvAsync(folders).ConfigureAwait(false);
        var full = new SandboxCapability(program, null) { SignalEnv = signalEnv };
        var refusal = await TryAsync(full).ConfigureAwait(false);
        if (refusal is null)
        {
            return full;
        }

        var withoutUsers = full with { UserNamespace = false };
        return Environment.IsPrivilegedProcess && await TryAsync(withoutUsers).ConfigureAwait(false) is null
            ? withoutUsers
            : new SandboxCapability(null, Explain(refusal));
    }

    private async Task<string?> TryAsync(SandboxCapability capability)
    {
        var (program, arguments) = Bubblewrap.Wrap(capability, new SandboxRules(), "/bin/sh", ["-c", "exit 0"]);
        return await RunAsync(program, arguments).ConfigureAwait(false);
    }

    private async Task<string?> FindSignalEnvAsync(string? folders) =>
        ProgramLocator.Find("env", "/", folders) is ProgramLookup.Found { Path: var env } && await RunAsync(env, ["--ignore-signal=TERM", env, "--default-signal=TERM", "/bin/sh", "-c", "exit 0"]).ConfigureAwait(false) is null
            ? env
            : null;

    // Null when it went well; otherwise what it said.
    private async Task<string?> RunAsync(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true, WorkingDirectory = "/" };
        start.Environment["LC_ALL"] = "C";
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            using var patience = new CancellationTokenSource(Patience, time);
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var said = await process.StandardError.ReadToEndAsync(patience.Token).ConfigureAwait(false);
            _ = await output.ConfigureAwait(false);
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
            return process.ExitCode == 0 ? null : said.Trim() is { Length: > 0 } text ? text : $"it ended with code {process.ExitCode}";
        }
        catch (OperationCanceledException)
        {
            return $"it did not end within {Patience.TotalSeconds} s";
        }
        catch (Win32Exception problem)
        {
            return problem.Message;
        }
    }

    private static string Explain(string said)
    {
        var line = said.Split('\n')[0].Trim();
        var cause = (Setting("kernel/unprivileged_userns_clone"), Setting("kernel/apparmor_restrict_unprivileged_userns"), Setting("user/max_user_namespaces")) switch
        {
            ("0", _, _) => "User namespaces are switched off: sysctl kernel.unprivileged_userns_clone=1. ",
            (_, _, "0") => "User namespaces are switched off: sysctl user.max_user_namespaces=15000. ",
            (_, "1", _) => "AppArmor keeps programs from making user namespaces: give bwrap a profile that allows userns, or sysctl kernel.apparmor_restrict_unprivileged_userns=0. ",
            _ => File.Exists("/.dockerenv") ? "A container may need --security-opt seccomp=unconfined or --cap-add SYS_ADMIN for it. " : "",
        };
        return $"bubblewrap cannot make a sandbox here. {cause}It says: {line}";
    }

    private static string? Setting(string name)
    {
        try
        {
            return File.ReadAllText("/proc/sys/" + name).Trim();
        }
        catch (IOException)
        {
            // This kernel has no such setting, so it is not what is in the way.
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }
}
