using System.Globalization;
using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;

namespace Drover.Daemon.Projects.Files;

/// <summary>Reads one process: the fields of a session's spec, and what only a project has.</summary>
internal static class ProcessReader
{
    private static readonly Dictionary<string, DependencyCondition> Conditions = new(StringComparer.Ordinal)
    {
        ["started"] = DependencyCondition.Started,
        ["ready"] = DependencyCondition.Ready,
        ["exited"] = DependencyCondition.Exited,
        ["exited_ok"] = DependencyCondition.ExitedOk,
    };

    private static readonly Dictionary<string, StdinKind> Stdins = new(StringComparer.Ordinal) { ["hold"] = StdinKind.Hold, ["null"] = StdinKind.Null };

    public static ProjectProcess? Read(YamlText name, YamlValue value, ProjectProblems problems)
    {
        if (value is not YamlMap map)
        {
            problems.Add(value.At, ErrorCodes.ProjectFileInvalid, $"{name.Text} is a mapping with a command or a shell line, not {value.Kind}");
            return null;
        }

        var places = new Dictionary<string, Place>(StringComparer.Ordinal);
        var reader = new MapReader(map, "", places, problems).Knows(ProjectKeys.Process);
        return new ProjectProcess
        {
            Name = name.Text,
            At = name.At,
            Places = places,
            EnvFiles = reader.Scalars("env_file", orOne: true) ?? [],
            DependsOn = DependsOn(reader),
            Once = reader.Flag("once") ?? false,
            Spec = Spec(reader, name),
        };
    }

    private static SessionSpec Spec(MapReader reader, YamlText name)
    {
        var (command, shell) = (reader.Texts("command"), reader.Text("shell"));
        CheckCommand(reader, name, command);
        return new SessionSpec
        {
            Command = command,
            Shell = shell,
            Cwd = reader.Text("cwd"),
            Env = reader.Variables("env")?.ToDictionary(variable => variable.Key, variable => variable.Value.Text, StringComparer.Ordinal),
            BaseEnv = BaseEnv(reader),
            Watch = reader.Texts("watch", orOne: true),
            DebounceMs = reader.Number("debounce_ms"),
            Ignore = reader.Texts("ignore", orOne: true),
            Ext = reader.Texts("ext", orOne: true),
            Restart = SpecPartsReader.Restart(reader),
            Ready = SpecPartsReader.Probe(reader, "ready"),
            Live = SpecPartsReader.Probe(reader, "live"),
            Stop = SpecPartsReader.Stop(reader),

            // null is a word here, and YAML's word for nothing.
            Stdin = reader.Word("stdin", reader.Value("stdin") is YamlText { Text: "null" } none ? none : reader.Scalar("stdin"), Stdins),
            Port = Port(reader),
            Pty = reader.Flag("pty"),
            Merge = reader.Flag("merge"),
            Limits = SpecPartsReader.Limits(reader),
        };
    }

    private static void CheckCommand(MapReader reader, YamlText name, IReadOnlyList<string>? command)
    {
        var (words, line) = (reader.Value("command"), reader.Value("shell"));
        if (words is null && line is null && reader.HasUnknown(ProjectKeys.Process))
        {
            // A key that was told already may be the one that is missing.
            return;
        }

        if (words is null == line is null)
        {
            reader.Problems.Add(
                line?.At ?? name.At,
                ErrorCodes.ProjectFileInvalid,
                words is null ? $"{name.Text} needs a command (a list: program and arguments) or a shell line" : $"{name.Text} has both command and shell: keep one");
        }
        else if (words is YamlList && (command is null or [] || string.IsNullOrWhiteSpace(command[0])))
        {
            reader.Problems.Add(words.At, ErrorCodes.ProjectFileInvalid, "command is empty: give the program and its arguments");
        }
        else if (line is YamlText { IsEmpty: false } text && string.IsNullOrWhiteSpace(text.Text))
        {
            reader.Problems.Add(line.At, ErrorCodes.ProjectFileInvalid, "shell is empty: give the line that /bin/sh shall run");
        }
    }

    private static BaseEnvironment? BaseEnv(MapReader reader) => reader.Value("base_env") switch
    {
        null => null,
        YamlText { Text: "daemon" } => BaseEnvironment.Daemon,
        YamlText { Text: "none" } => BaseEnvironment.None,
        YamlMap => BaseEnvironment.Of(reader.Variables("base_env")!.ToDictionary(variable => variable.Key, variable => variable.Value.Text, StringComparer.Ordinal)),
        var other => reader.Wrong<BaseEnvironment>("base_env", other, "daemon, none or a mapping of variables"),
    };

    private static SessionPort? Port(MapReader reader)
    {
        if (reader.Scalar("port", "auto or a number") is not { } text)
        {
            return null;
        }

        if (text.Text == "auto")
        {
            return SessionPort.Auto;
        }

        if (int.TryParse(text.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536)
        {
            return new SessionPort(port);
        }

        reader.Wrong<YamlText>("port", text, "auto or a number from 1 to 65535");
        return null;
    }

    private static IReadOnlyList<ProcessDependency> DependsOn(MapReader reader)
    {
        switch (reader.Value("depends_on"))
        {
            case null:
                return [];
            case YamlMap:
                return [.. reader.Inner("depends_on")!.Map.Entries.Select(entry => Dependency(reader, entry))];
            default:
                return [.. (reader.Scalars("depends_on", orOne: true) ?? []).Select(name => new ProcessDependency(name.Text, null, name.At))];
        }
    }

    private static ProcessDependency Dependency(MapReader reader, YamlEntry entry)
    {
        var word = entry.Value as YamlText ?? reader.Wrong<YamlText>($"depends_on.{entry.Key.Text}", entry.Value, $"one of {string.Join(", ", Conditions.Keys)}");
        return new ProcessDependency(entry.Key.Text, word is { IsEmpty: true } ? null : reader.Word($"depends_on.{entry.Key.Text}", word, Conditions), entry.Key.At);
    }
}
