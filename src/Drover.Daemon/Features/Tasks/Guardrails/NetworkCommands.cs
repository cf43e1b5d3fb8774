using System.Text.RegularExpressions;
using Drover.Contracts.Tasks;
using Drover.Daemon.Features.Tasks.Guardrails.Shell;

namespace Drover.Daemon.Features.Tasks.Guardrails;

/// <summary>Commands that talk to other machines, and to which.</summary>
internal static partial class NetworkCommands
{
    private static readonly string[] Programs =
    [
        "curl", "wget", "ssh", "scp", "sftp", "ftp", "lftp", "telnet", "nc", "ncat", "netcat", "nc.openbsd", "nc.traditional", "socat", "aria2c", "axel", "http", "https", "httpie", "xh",
        "lynx", "w3m", "dig", "nslookup", "drill", "whois", "ping", "ping6", "traceroute", "tracepath", "mosh", "autossh", "sshfs", "ssh-copy-id", "rclone", "nmap", "tftp", "websocat",
    ];

    private static readonly HashSet<string> GitRemote = new(StringComparer.Ordinal) { "fetch", "pull", "push", "clone", "ls-remote", "fetch-pack", "send-pack", "archive" };

    /// <summary>What is open to a policy that has not the whole network.</summary>
    public static OpenHosts OpenHosts(TaskPolicy policy) =>
        new(policy.Network?.Allow ?? [], policy.AllowNetwork || policy.NetworkMode is NetworkMode.Localhost or NetworkMode.Enabled);

    public static string? Refuse(TaskPolicy policy, ShellScript script)
    {
        if (policy.AllowNetwork || policy.NetworkMode == NetworkMode.Enabled)
        {
            return null;
        }

        var open = OpenHosts(policy);
        return script.Commands.Any(command => IsRefused(command, open)) ? CommandRules.NetworkRefusal : null;
    }

    private static bool IsRefused(ShellCommand command, OpenHosts open)
    {
        if (command.Redirections.Any(redirection => redirection.Target.Text.StartsWith("/dev/tcp/", StringComparison.Ordinal) || redirection.Target.Text.StartsWith("/dev/udp/", StringComparison.Ordinal)))
        {
            return !command.Redirections.All(redirection => !redirection.Target.Text.StartsWith("/dev/", StringComparison.Ordinal)
                || redirection.Target.Text.Split('/') is not [_, _, "tcp" or "udp", var host, ..] || open.Allows(host));
        }

        if (!Talks(command))
        {
            return false;
        }

        // Where nothing says where it goes, it may go anywhere.
        var hosts = HostsIn(command).ToList();
        return !open.Any || hosts.Count == 0 || command.Words.Any(word => word.IsUnknown && LooksRemote(word.Text)) || !hosts.TrueForAll(open.Allows);
    }

    private static bool Talks(ShellCommand command)
    {
        if (command.Program is not { } program)
        {
            return false;
        }

        if (program.IsUnknown)
        {
            return command.Arguments.Any(word => Address().IsMatch(word.Text));
        }

        if (command.Calls(Programs))
        {
            return !command.Arguments.Any() || !command.Arguments.All(word => word.Text is "--version" or "-V" or "--help" or "-h");
        }

        if (command.Calls("rsync"))
        {
            return command.Arguments.Any(word => !word.Text.StartsWith('-') && (Remote().IsMatch(word.Text) || word.Text.StartsWith("rsync://", StringComparison.Ordinal)));
        }

        return GitCommands.Subcommand(command) is var (name, rest) && TalksGit(name, rest);
    }

    private static bool TalksGit(string name, IReadOnlyList<string> rest)
    {
        if (name is "remote")
        {
            return rest is ["update" or "prune", ..] or ["show", _, ..];
        }

        var words = rest.Where(word => !word.StartsWith('-')).ToList();
        return GitRemote.Contains(name)
            && (name is not "archive" || rest.Any(word => word.StartsWith("--remote", StringComparison.Ordinal)))
            && !(words is [var first, ..] && (first is "." or ".." || first.StartsWith('/') || first.StartsWith("./", StringComparison.Ordinal) || first.StartsWith("../", StringComparison.Ordinal) || first.StartsWith("~/", StringComparison.Ordinal) || first.StartsWith("file://", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> HostsIn(ShellCommand command)
    {
        foreach (var word in command.Arguments)
        {
            if (Address().Match(word.Text) is { Success: true } address)
            {
                yield return address.Groups["host"].Value;
            }
            else if (Remote().Match(word.Text) is { Success: true } remote)
            {
                yield return remote.Groups["host"].Value;
            }
            else if (!word.Text.StartsWith('-') && Bare().Match(word.Text) is { Success: true } bare)
            {
                yield return bare.Groups["host"].Value;
            }
        }
    }

    private static bool LooksRemote(string text) => Address().IsMatch(text) || text.StartsWith(ShellWord.Unknown);

    // https://user@host:port/path
    [GeneratedRegex(@"^[a-z][a-z0-9+.-]*://(?:[^/@]*@)?(?<host>\[[^\]]*\]|[^/:?#]*)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();

    // user@host:path, host:path, user@host
    [GeneratedRegex(@"^(?:[\w.+-]+@(?<host>[\w.-]+)(?::.*)?|(?<host>[\w.-]{2,}):(?!//).*)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Remote();

    // A word that looks like a host: localhost, ::1, 10.0.0.1, example.org, localhost:8080/path
    [GeneratedRegex(@"^(?<host>localhost|::1|\[::1\]|\d{1,3}(?:\.\d{1,3}){3}|(?:[a-z0-9-]+\.)+[a-z]{2,})(?::\d+)?(?:/.*)?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Bare();
}
