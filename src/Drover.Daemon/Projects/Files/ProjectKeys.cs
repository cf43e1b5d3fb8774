namespace Drover.Daemon.Projects.Files;

/// <summary>Every key of the file, by the place it may stand at. The JSON Schema has the same ones.</summary>
internal static class ProjectKeys
{
    public static readonly string[] Top = ["name", "env", "env_file", "processes"];

    public static readonly string[] Process =
    [
        "command", "shell", "cwd", "env", "env_file", "base_env", "depends_on", "once", "port", "watch", "ignore", "ext", "debounce_ms",
        "restart", "ready", "live", "stop", "stdin", "pty", "merge", "limits",
    ];

    public static readonly string[] Restart = ["policy", "max", "window_ms", "backoff_ms", "max_backoff_ms"];

    public static readonly string[] Probe = ["log", "port", "http", "exec", "after_ms", "timeout_ms", "interval_ms"];

    public static readonly string[] Stop = ["signal", "grace_ms"];

    public static readonly string[] Limits = ["memory_bytes", "cpu_percent"];
}
