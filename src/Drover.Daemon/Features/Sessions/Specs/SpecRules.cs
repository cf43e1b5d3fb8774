using System.Buffers;
using System.Collections.ObjectModel;
using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Supervision.Logs.Text;

namespace Drover.Daemon.Features.Sessions.Specs;

/// <summary>What can be said of a spec without looking at the machine. The first thing that is wrong is told.</summary>
internal static class SpecRules
{
    public const int LongestLabel = 100;

    private const int OneDayMs = 86_400_000;
    private static readonly SearchValues<char> NotInLabels = SearchValues.Create(",?#%\\");

    public static Error? Check(SessionSpec spec) =>
        CheckCommand(spec)
        ?? CheckLabel(spec.Label)
        ?? CheckEnvironment(spec)
        ?? CheckPath("cwd", spec.Cwd)
        ?? CheckPath("env_file", spec.EnvFile)
        ?? CheckWatch(spec)
        ?? CheckRestart(spec.Restart)
        ?? CheckStop(spec.Stop)
        ?? ProbeRules.Check("ready", spec.Ready)
        ?? ProbeRules.Check("live", spec.Live)
        ?? CheckLimits(spec.Limits)
        ?? CheckPty(spec)
        ?? (spec.DependsOn?.Any(other => string.IsNullOrWhiteSpace(other.Session)) is true ? Invalid("depends_on", "names sessions by label or id") : null)
        ?? (spec.Wait is { } wait ? Waiting.WaitRules.Check(wait, "wait.") : null);

    public static Error Missing(string field) =>
        Refusal.Of(ErrorCodes.RequestMissingField, $"The body lacks \"{field}\".", ("field", field));

    public static Error Invalid(string field, string rule) =>
        Refusal.Of(ErrorCodes.RequestInvalidValue, $"{field} {rule}.", ("field", field));

    /// <summary>Wrong when outside of the range; an absent value is right.</summary>
    public static Error? Range(string field, long? value, long least, long most) =>
        value is { } number && (number < least || number > most) ? Invalid(field, $"is a number from {least} to {most}") : null;

    public static Error? Pattern(string field, string pattern) =>
        LinePredicate.TryCreate(pattern, out _, out var wrong)
            ? null
            : Refusal.Of(ErrorCodes.RequestInvalidPattern, $"{field} is not a regular expression: {wrong}", ("field", field));

    private static Error? CheckCommand(SessionSpec spec)
    {
        if (spec.Command is not null && spec.Shell is not null)
        {
            return new Error(ErrorCodes.RequestCommandEmpty, "Give command (program and arguments) or shell (one line for /bin/sh), not both.");
        }

        if (spec.Shell is { } line)
        {
            return string.IsNullOrWhiteSpace(line)
                ? new Error(ErrorCodes.RequestCommandEmpty, "shell is empty: give the line that /bin/sh shall run.")
                : HasNul(line) ? Invalid("shell", "must not contain a NUL character") : null;
        }

        if (spec.Command is not { Count: > 0 } command || string.IsNullOrWhiteSpace(command[0]))
        {
            return new Error(ErrorCodes.RequestCommandEmpty, "command is empty: give the program and its arguments, e.g. [\"node\", \"server.js\"].");
        }

        return command.Any(part => part is null) ? Invalid("command", "is a list of strings")
            : command.Any(HasNul) ? Invalid("command", "must not contain a NUL character")
            : null;
    }

    private static Error? CheckLabel(string? label)
    {
        if (label is null)
        {
            return null;
        }

        var wrong = label.Length is 0 or > LongestLabel || label != label.Trim() || label.AsSpan().ContainsAny(NotInLabels) || label.Any(char.IsControl)
            || label.StartsWith('/') || label.EndsWith('/') || label.Contains("//", StringComparison.Ordinal);
        return wrong ? Invalid("label", $"has 1 to {LongestLabel} characters, none of them , ? # % \\ or a control character, no blanks around it, and / only between others")
            : Guid.TryParse(label, out _) ? Invalid("label", "must not look like an id")
            : null;
    }

    private static Error? CheckEnvironment(SessionSpec spec) =>
        CheckVariables("env", spec.Env) ?? CheckVariables("base_env", spec.BaseEnv?.Variables);

    private static Error? CheckVariables(string field, IReadOnlyDictionary<string, string>? variables)
    {
        foreach (var (name, value) in variables ?? ReadOnlyDictionary<string, string>.Empty)
        {
            if (name.Length == 0 || name.Contains('=', StringComparison.Ordinal) || HasNul(name))
            {
                return Invalid(field, $"has a variable named \"{name.Replace('\0', '?')}\"; a name is not empty and has no = in it");
            }

            if (value is null || HasNul(value))
            {
                return Invalid(field, $"has a value for {name} that is null or contains a NUL character");
            }
        }

        return null;
    }

    private static Error? CheckPath(string field, string? path) =>
        path is not null && (path.Length == 0 || HasNul(path)) ? Invalid(field, "is a path") : null;

    private static Error? CheckWatch(SessionSpec spec) =>
        Range("debounce_ms", spec.DebounceMs, 0, 60_000)
        ?? (spec.Watch?.Any(path => string.IsNullOrEmpty(path) || HasNul(path)) is true ? Invalid("watch", "is a list of files and folders") : null)
        ?? (spec.Ignore?.Any(string.IsNullOrEmpty) is true ? Invalid("ignore", "is a list of globs") : null)
        ?? (spec.Ext?.Any(ext => string.IsNullOrEmpty(ext) || ext.Contains('/', StringComparison.Ordinal)) is true
            ? Invalid("ext", "is a list of file extensions, e.g. \"ts\"")
            : null);

    private static Error? CheckRestart(RestartSpec? restart) =>
        restart is null
            ? null
            : Range("restart.max", restart.Max, 0, 1_000_000)
              ?? Range("restart.window_ms", restart.WindowMs, 1, OneDayMs)
              ?? Range("restart.backoff_ms", restart.BackoffMs, 0, OneDayMs)
              ?? Range("restart.max_backoff_ms", restart.MaxBackoffMs, 0, OneDayMs);

    private static Error? CheckStop(StopSpec? stop) =>
        stop is null ? null : Range("stop.grace_ms", stop.GraceMs, 0, OneDayMs) ?? Signals.Check("stop.signal", stop.Signal);

    private static Error? CheckLimits(LimitsSpec? limits) =>
        limits is null
            ? null
            : Range("limits.memory_bytes", limits.MemoryBytes, 1 << 20, long.MaxValue) ?? Range("limits.cpu_percent", limits.CpuPercent, 1, 100_000);

    private static Error? CheckPty(SessionSpec spec) =>
        spec is { Pty: true, Stdin: StdinKind.Null } ? Invalid("stdin", "cannot be null on a pseudo-terminal") : null;

    private static bool HasNul(string text) => text.Contains('\0', StringComparison.Ordinal);
}
