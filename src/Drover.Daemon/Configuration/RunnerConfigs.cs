using Drover.Contracts.Errors;
using YamlDotNet.RepresentationModel;

namespace Drover.Daemon.Configuration;

/// <summary>
/// Reads the section <c>runners</c> of config.yaml.
/// <code>
/// runners:
///   codex: { model: gpt-5-codex, env: { CODEX_HOME: /home/me/.codex } }
///   aider:
///     command: [aider, --yes, --message-file, "{prompt_file}"]
///     prompt: file
/// </code>
/// </summary>
internal static class RunnerConfigs
{
    public const string Section = "runners";

    private const int LongestName = 40;

    private static readonly string[] BuiltIn = ["codex", "claude-code", "shell"];

    public static Result<IReadOnlyList<RunnerConfig>> Read(string path, YamlNode section)
    {
        if (section is not YamlMappingNode names)
        {
            return ConfigFile.At(path, section, "runners must be a mapping of names");
        }

        List<RunnerConfig> runners = [];
        foreach (var (key, value) in names.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (!IsName(name))
            {
                return ConfigFile.At(path, key, $"the name of a runner has at most {LongestName} of a-z, 0-9, - and _, and begins with a letter");
            }

            if (value is not YamlMappingNode keys)
            {
                return ConfigFile.At(path, value, $"runners.{name} must be a mapping of command, args, env, model and prompt");
            }

            var read = ReadOne(path, name, keys);
            if (read.Error is { } wrong)
            {
                return wrong;
            }

            runners.Add(read.Value);
        }

        return (Result<IReadOnlyList<RunnerConfig>>)runners;
    }

    private static Result<RunnerConfig> ReadOne(string path, string name, YamlMappingNode keys)
    {
        var runner = new RunnerConfig { Name = name };
        foreach (var (key, value) in keys.Children)
        {
            var word = (key as YamlScalarNode)?.Value;
            switch (word, value)
            {
                case ("command", _) when Words(value) is { Count: > 0 } command && command[0].Length > 0:
                    runner = runner with { Command = command };
                    break;
                case ("args", _) when Words(value) is { } args:
                    runner = runner with { Args = args };
                    break;
                case ("model", YamlScalarNode { Value: { Length: > 0 } model }):
                    runner = runner with { Model = model };
                    break;
                case ("prompt", YamlScalarNode { Value: { } by }) when Enum.TryParse<PromptBy>(by, ignoreCase: true, out var prompt) && Enum.IsDefined(prompt):
                    runner = runner with { Prompt = prompt };
                    break;
                case ("env", YamlMappingNode variables) when variables.Children.All(pair => pair is { Key: YamlScalarNode { Value.Length: > 0 }, Value: YamlScalarNode }):
                    runner = runner with { Env = variables.Children.ToDictionary(pair => ((YamlScalarNode)pair.Key).Value!, pair => ((YamlScalarNode)pair.Value).Value ?? "", StringComparer.Ordinal) };
                    break;
                case ("command" or "args", _):
                    return ConfigFile.At(path, value, $"runners.{name}.{word} must be a list of words, e.g. [my-agent, --quiet]");
                case ("env", _):
                    return ConfigFile.At(path, value, $"runners.{name}.env must be a mapping of names to values");
                case ("model", _):
                    return ConfigFile.At(path, value, $"runners.{name}.model must be a name");
                case ("prompt", _):
                    return ConfigFile.At(path, value, $"runners.{name}.prompt is stdin, argument or file");
                default:
                    return ConfigFile.At(path, key, $"there is no key runners.{name}.{word}. Known: command, args, env, model, prompt");
            }
        }

        return runner.Command.Count == 0 && !BuiltIn.Contains(name, StringComparer.Ordinal)
            ? ConfigFile.At(path, keys, $"runners.{name} needs a command: only {string.Join(", ", BuiltIn)} have one of their own")
            : runner;
    }

    // A single word may be written without brackets. Lines are not split: whoever wants a shell names it.
    private static IReadOnlyList<string>? Words(YamlNode value) => value switch
    {
        YamlScalarNode { Value: { } word } when !word.Contains(' ', StringComparison.Ordinal) => [word],
        YamlSequenceNode list when list.All(item => item is YamlScalarNode) => [.. list.Select(item => ((YamlScalarNode)item).Value ?? "")],
        _ => null,
    };

    private static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName && char.IsAsciiLetterLower(name[0]) && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '-' or '_');
}
