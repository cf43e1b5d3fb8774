using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;

namespace Drover.Cli.Commands.Sessions;

/// <summary>The options that describe a session, and the <see cref="SessionSpec"/> they make: every field of the contract has one.</summary>
internal sealed class SpecOptions
{
    internal Option<string> Label { get; } = Values.Text("--label", "NAME", "Name, unique among active sessions", "-l");

    internal Option<string[]> Watch { get; } = Values.PathNames("--watch", "PATH", "File or folder whose changes restart the session; repeatable", "-w");

    internal Option<string[]> WatchFile { get; } = Values.PathNames("--watch-file", "FILE", "The same for a single file that must exist; repeatable", "-W");

    internal Option<int?> Debounce { get; } = Values.Milliseconds("--debounce", "Quiet time after the last change (default 250)");

    internal Option<string[]> Ignore { get; } = Values.Texts("--ignore", "GLOB", "Paths not to watch, on top of what git ignores; repeatable");

    internal Option<string[]> Ext { get; } = Values.Texts("--ext", "EXT", "Only files with these extensions, e.g. ts,tsx; repeatable");

    internal Option<string[]> Env { get; } = Values.Texts("--env", "K=V", "Variable for the session; K alone takes the caller's value; repeatable", "-e");

    internal Option<string> EnvFile { get; } = Values.PathName("--env-file", "FILE", "File of K=V lines, read anew at each start");

    internal Option<string> BaseEnv { get; } = Values.Word("--base-env", "What the environment starts from (default caller)", "caller", "daemon", "none");

    internal Option<string> Cwd { get; } = Values.PathName("--cwd", "DIR", "Working directory (default: this one)", "-C");

    internal Option<string> Shell { get; } = Values.Text("--shell", "LINE", "A line for /bin/sh instead of a program", "-c");

    internal Option<string> Ready { get; } = Values.Text("--ready", "PROBE", "When it is ready: log:REGEX, port, port:N, http:URL, exec:CMD or after:MS");

    internal Option<int?> ReadyTimeout { get; } = Values.Milliseconds("--ready-timeout", "Time for the first success (default 60 s)");

    internal Option<string> Live { get; } = Values.Text("--live", "PROBE", "Checked again and again; three failures restart the session");

    internal Option<int?> LiveInterval { get; } = Values.Milliseconds("--live-interval", "Time between two checks (default 10 s)");

    internal Option<string> Restart { get; } = Values.Word("--restart", "When it ends by itself", "never", "on-failure", "always");

    internal Option<int?> MaxRestarts { get; } = Values.Number("--max-restarts", "N", "Restarts within --restart-window before it is given up (default 10)");

    internal Option<int?> RestartWindow { get; } = Values.Milliseconds("--restart-window", "Window for --max-restarts (default 60 s)");

    internal Option<int?> Backoff { get; } = Values.Milliseconds("--backoff", "First delay before a restart, then doubling (default 500)");

    internal Option<int?> MaxBackoff { get; } = Values.Milliseconds("--max-backoff", "Largest delay (default 30 s)");

    internal Option<string> StopSignal { get; } = Values.Text("--stop-signal", "SIGNAL", "First signal of a stop (default TERM)");

    internal Option<int?> Grace { get; } = Values.Milliseconds("--grace", "Time from that signal to KILL (default 2 s)");

    internal Option<string> Stdin { get; } = Values.Word("--stdin", "Standard input", "hold", "null");

    internal Option<string> Port { get; } = Values.Word("--port", "Choose a free port, kept for the session, given as PORT (for one of your own: -e PORT=3000)", "auto");

    internal Option<bool> Pty { get; } = Values.Flag("--pty", "Run on a pseudo-terminal");

    internal Option<bool> Merge { get; } = Values.Flag("--merge", "Send stderr into stdout, for exact order");

    internal Option<string[]> DependsOn { get; } = Values.Texts("--depends-on", "SESSION", "Session that must be ready first; repeatable");

    internal Option<long?> Memory { get; } = new("--memory")
    {
        Description = "Memory limit of all its processes, e.g. 512M",
        HelpName = "BYTES",
        CustomParser = result => Values.Read(result, text => Values.TryBytes(text), "a size: 1048576, 512M, 2G"),
    };

    internal Option<int?> Cpu { get; } = Values.Number("--cpu", "PERCENT", "CPU limit of all its processes; 100 = one core");

    private IReadOnlyList<Option> All =>
    [
        Label, Watch, WatchFile, Debounce, Ignore, Ext, Env, EnvFile, BaseEnv, Cwd, Shell, Port, Ready, ReadyTimeout, Live, LiveInterval, Restart, MaxRestarts,
        RestartWindow, Backoff, MaxBackoff, StopSignal, Grace, DependsOn, Stdin, Pty, Merge, Memory, Cpu,
    ];

    internal void AddTo(CliCommand command)
    {
        foreach (var option in All)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Whether more is said than which command: then a session that runs the same command need not be what is meant.</summary>
    internal bool SayMoreThanTheCommand(Invocation call) => All.Any(option => option != Shell && call.Has(option));

    internal Result<SessionSpec> ToSpec(Invocation call)
    {
        var shell = call.Get(Shell);
        if (shell is null == (call.Program.Count == 0))
        {
            return new Error(ErrorCodes.RequestCommandEmpty, shell is null
                ? "There is no program to run. Put it behind the options: drover serve --watch src -- node server.js"
                : "Give either --shell LINE or a program, not both.");
        }

        var ready = ProbeText.Parse(call.Get(Ready), call.Get(ReadyTimeout), null);
        var live = ProbeText.Parse(call.Get(Live), null, call.Get(LiveInterval));
        var environment = Overrides(call.Get(Env) ?? []);
        if ((ready.Error ?? live.Error ?? environment.Error ?? MissingFile(call.Get(WatchFile))) is { } wrong)
        {
            return wrong;
        }

        if ((CallerFolder.Here() ?? (call.Get(Cwd) is { } given && Path.IsPathRooted(given) ? given : null)) is not { } here)
        {
            return CallerFolder.IsGone;
        }

        return new SessionSpec
        {
            Command = shell is null ? call.Program : null,
            Shell = shell,
            Cwd = Path.GetFullPath(call.Get(Cwd) ?? ".", here),
            Env = environment.Value.Count > 0 ? environment.Value : null,
            BaseEnv = call.Get(BaseEnv) switch { "daemon" => BaseEnvironment.Daemon, "none" => BaseEnvironment.None, _ => BaseEnvironment.Of(CallerEnvironment.Take()) },
            EnvFile = call.Get(EnvFile) is { } file ? Path.GetFullPath(file, here) : null,
            Label = call.Get(Label),
            Watch = OrNull([.. (call.Get(Watch) ?? []).Concat(call.Get(WatchFile) ?? []).Select(path => Path.GetFullPath(path, here))]),
            DebounceMs = call.Get(Debounce),
            Ignore = OrNull(call.Get(Ignore) ?? []),
            Ext = OrNull([.. (call.Get(Ext) ?? []).SelectMany(list => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))]),
            Restart = RestartOf(call),
            Ready = ready.Value.Probe,
            Live = live.Value.Probe,
            Stop = call.Get(StopSignal) is { } || call.Get(Grace) is { } ? new StopSpec { Signal = call.Get(StopSignal), GraceMs = call.Get(Grace) } : null,
            Stdin = call.Get(Stdin) switch { "null" => StdinKind.Null, "hold" => StdinKind.Hold, _ => null },
            Port = call.Get(Port) is null ? null : SessionPort.Auto,
            DependsOn = call.Get(DependsOn) is { Length: > 0 } others ? [.. others.Select(Dependency.FromString)] : null,
            Pty = call.Get(Pty) ? true : null,
            Merge = call.Get(Merge) ? true : null,
            Limits = call.Get(Memory) is { } || call.Get(Cpu) is { } ? new LimitsSpec { MemoryBytes = call.Get(Memory), CpuPercent = call.Get(Cpu) } : null,
        };
    }

    private static string[]? OrNull(string[] list) => list.Length > 0 ? list : null;

    private static Error? MissingFile(string[]? files)
        => files?.FirstOrDefault(file => !File.Exists(file)) is { } missing
            ? new Error(ErrorCodes.WatchUnreadable, Directory.Exists(missing) ? $"--watch-file takes a file, and {missing} is a folder: --watch {missing} watches it." : $"--watch-file {missing} does not exist.")
            : null;

    private static Result<Dictionary<string, string>> Overrides(string[] pairs)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in pairs)
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? pair : pair[..equals];
            if ((equals < 0 ? Environment.GetEnvironmentVariable(pair) : pair[(equals + 1)..]) is not { } value || name.Length == 0)
            {
                return new Error(ErrorCodes.RequestUsage, $"--env \"{pair}\": give NAME=value, or the NAME of a variable that is set here.");
            }

            variables[name] = value;
        }

        return variables;
    }

    private RestartSpec? RestartOf(Invocation call)
    {
        var spec = new RestartSpec
        {
            Policy = call.Get(Restart) switch { "never" => RestartPolicyKind.Never, "on-failure" => RestartPolicyKind.OnFailure, "always" => RestartPolicyKind.Always, _ => null },
            Max = call.Get(MaxRestarts),
            WindowMs = call.Get(RestartWindow),
            BackoffMs = call.Get(Backoff),
            MaxBackoffMs = call.Get(MaxBackoff),
        };
        return spec == new RestartSpec() ? null : spec;
    }
}
