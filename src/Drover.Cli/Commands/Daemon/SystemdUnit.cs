using Drover.Cli.Connecting;

namespace Drover.Cli.Commands.Daemon;

/// <summary>
/// The text of the systemd user unit. What the caller's environment says about where the daemon is and listens goes along: the user manager that
/// starts the unit does not have that environment.
/// </summary>
internal static class SystemdUnit
{
    // KillMode=process: stopping the unit ends the daemon alone; its sessions are adopted by the next one. Delegate: limits need a cgroup to write to.
    internal static string Text(string program, Func<string, string?> variable) =>
        $"""
        [Unit]
        Description=Drover, runs dev processes for you and your coding agents

        [Service]
        ExecStart={Quote(program).Replace("$", "$$", StringComparison.Ordinal)} daemon run --background
        Environment={DaemonStarter.CodeMapping}=0
        {string.Concat(Environments(variable).Select(line => line + "\n"))}KillMode=process
        Delegate=yes
        Restart=on-failure
        RestartSec=1

        [Install]
        WantedBy=default.target

        """;

    private static IEnumerable<string> Environments(Func<string, string?> variable)
    {
        if (variable("DROVER_HOME") is { Length: > 0 } home)
        {
            yield return $"Environment={Quote($"DROVER_HOME={Path.GetFullPath(home)}")}";
        }

        if (variable("DROVER_LISTEN") is { Length: > 0 } listen)
        {
            yield return $"Environment={Quote($"DROVER_LISTEN={listen}")}";
        }
    }

    // systemd's own quoting (systemd.syntax(7)): C escapes within double quotes, and % begins a specifier everywhere.
    private static string Quote(string word)
    {
        var text = word.Replace("%", "%%", StringComparison.Ordinal);
        return text.All(letter => char.IsAsciiLetterOrDigit(letter) || "/._-+:=,%[]".Contains(letter, StringComparison.Ordinal))
            ? text
            : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";
    }
}
