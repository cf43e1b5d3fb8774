using Drover.Contracts.Errors;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Drover.Daemon.Configuration;

/// <summary>
/// Reads config.yaml into dotted keys with their lines. Called only when the file exists: without one the YAML library is never loaded.
/// <code>
/// listen: [127.0.0.1:7777, "[::1]:7777"]
/// logs:
///   total_bytes: 4GiB
/// </code>
/// </summary>
internal static class ConfigFile
{
    /// <summary>What a file says.</summary>
    /// <param name="Settings">Dotted keys.</param>
    /// <param name="Runners">The section <c>runners</c>, whose names are free.</param>
    internal sealed record Content(Dictionary<string, (string Value, long Line)> Settings, IReadOnlyList<RunnerConfig> Runners);

    public static Result<Content> Read(string path)
    {
        var settings = new Dictionary<string, (string Value, long Line)>(StringComparer.Ordinal);
        IReadOnlyList<RunnerConfig> runners = [];
        try
        {
            using var reader = File.OpenText(path);
            var yaml = new YamlStream();
            yaml.Load(reader);
            if (yaml.Documents.Count == 0 || yaml.Documents[0].RootNode is YamlScalarNode { Value: null or "" })
            {
                return new Content(settings, runners);
            }

            if (yaml.Documents[0].RootNode is not YamlMappingNode root)
            {
                return At(path, yaml.Documents[0].RootNode, "the file must be a mapping of keys to values");
            }

            var section = new YamlScalarNode(RunnerConfigs.Section);
            if (root.Children.TryGetValue(section, out var names))
            {
                var read = RunnerConfigs.Read(path, names);
                if (read.Error is { } wrong)
                {
                    return wrong;
                }

                runners = read.Value;
                root.Children.Remove(section);
            }

            return Flatten(path, root, "", settings) is { } error ? error : new Content(settings, runners);
        }
        catch (YamlException exception)
        {
            return new Error(ErrorCodes.DaemonConfigInvalid, $"{path}:{exception.Start.Line}:{exception.Start.Column}: {exception.Message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new Error(ErrorCodes.DaemonConfigInvalid, $"{path} cannot be read: {exception.Message}");
        }
    }

    private static Error? Flatten(string path, YamlMappingNode mapping, string prefix, Dictionary<string, (string Value, long Line)> settings)
    {
        foreach (var (name, value) in mapping.Children)
        {
            var key = prefix + (name as YamlScalarNode)?.Value;
            switch (value)
            {
                case YamlMappingNode inner:
                    if (Flatten(path, inner, key + ".", settings) is { } error)
                    {
                        return error;
                    }

                    break;
                case YamlSequenceNode list when list.All(item => item is YamlScalarNode):
                    settings[key] = (string.Join(',', list.Select(item => ((YamlScalarNode)item).Value)), name.Start.Line);
                    break;
                case YamlScalarNode scalar:
                    settings[key] = (scalar.Value ?? "", name.Start.Line);
                    break;
                default:
                    return At(path, value, $"{key} must be a value or a list of values");
            }
        }

        return null;
    }

    internal static Error At(string path, YamlNode node, string message) =>
        new(ErrorCodes.DaemonConfigInvalid, $"{path}:{node.Start.Line}: {message}.");
}
