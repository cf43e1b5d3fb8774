using Drover.Contracts.Errors;

namespace Drover.Contracts.Client;

/// <summary>
/// Where the daemon of a user keeps its things, worked out the same way by the daemon and by everyone who looks for it:
/// <c>DROVER_HOME</c> puts all in one folder, else the XDG base directories decide.
/// </summary>
public sealed record DroverPaths
{
    /// <summary>Database, logs, run directories, lock file.</summary>
    public required string DataDir { get; init; }

    /// <summary>Folder of <see cref="ConfigFile"/> and of the <c>.env</c> that is read with it.</summary>
    public required string ConfigDir { get; init; }

    /// <summary>Folder of <see cref="Socket"/>. May vanish at the last logout.</summary>
    public required string RuntimeDir { get; init; }

    /// <summary>The configuration file. Need not exist.</summary>
    public string ConfigFile => Path.Combine(ConfigDir, "config.yaml");

    /// <summary>The unix socket the daemon always listens on.</summary>
    public string Socket => Path.Combine(RuntimeDir, "drover.sock");

    /// <summary>Held by the one who is about to start a daemon.</summary>
    public string StartLock => Path.Combine(RuntimeDir, "start.lock");

    /// <summary>Held by the daemon for its whole life.</summary>
    public string DaemonLock => Path.Combine(DataDir, "daemon.lock");

    /// <summary>The daemon's own log.</summary>
    public string DaemonLog => Path.Combine(DataDir, "daemon.log");

    /// <summary>Paths by <c>DROVER_HOME</c>, <c>XDG_STATE_HOME</c>, <c>XDG_CONFIG_HOME</c> and <c>XDG_RUNTIME_DIR</c> of this process.</summary>
    /// <returns>The paths; none of them is created.</returns>
    public static DroverPaths FromEnvironment() => From(Environment.GetEnvironmentVariable);

    /// <summary>Refuses a <c>DROVER_HOME</c> that means another folder, and another daemon, wherever one stands.</summary>
    /// <param name="variable">Looks a variable up; null or empty when unset.</param>
    /// <returns>Null when it is absolute or unset.</returns>
    public static Error? RefuseHome(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        return variable("DROVER_HOME") is { Length: > 0 } home && !Path.IsPathRooted(home)
            ? new Error(ErrorCodes.DaemonConfigInvalid, $"DROVER_HOME is \"{home}\": give an absolute path, a relative one would mean another daemon in each folder.")
            : null;
    }

    /// <summary>Paths by the given variables.</summary>
    /// <param name="variable">Looks a variable up; null or empty when unset.</param>
    /// <returns>The paths, absolute; none of them is created.</returns>
    public static DroverPaths From(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        if (variable("DROVER_HOME") is { Length: > 0 } droverHome)
        {
            var root = Path.GetFullPath(droverHome);
            return new DroverPaths { DataDir = Path.Combine(root, "state"), ConfigDir = root, RuntimeDir = Path.Combine(root, "run") };
        }

        var home = variable("HOME") is { Length: > 0 } given ? given : "/";
        var dataDir = Path.Combine(Xdg("XDG_STATE_HOME", Path.Combine(home, ".local", "state")), "drover");
        return new DroverPaths
        {
            DataDir = dataDir,
            ConfigDir = Path.Combine(Xdg("XDG_CONFIG_HOME", Path.Combine(home, ".config")), "drover"),
            // Without a runtime folder of the login session (containers, cron) the data folder is the one place that is surely private.
            RuntimeDir = Xdg("XDG_RUNTIME_DIR", "") is { Length: > 0 } runtime ? Path.Combine(runtime, "drover") : Path.Combine(dataDir, "run"),
        };

        // The XDG specification: "If an implementation encounters a relative path in any of these variables it should consider the path invalid and ignore it."
        string Xdg(string name, string fallback) => variable(name) is { Length: > 0 } path && Path.IsPathRooted(path) ? path : fallback;
    }
}
