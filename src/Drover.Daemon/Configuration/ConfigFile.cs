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
    public static Result<Dictionary<string, (string Value, long Line)>> Read(string path)
    {
        var settings = new Dictionary<string, (string Value, long Line)>(StringComparer.Ordinal);
        try
        {
            using var reader = File.OpenText(path);
            var yaml = new YamlStream();
            yaml.Load(reader);
            if (yaml.Documents.Count == 0 || yaml.Documents[0].RootNode is YamlScalarNode { Value: null or "" })
            {
                return settings;
            }

            return yaml.Documents[0].RootNode is YamlMappingNode root
                ? Flatten(path, root, "", settings) is { } error ? error : settings
                : At(path, yaml.Documents[0].RootNode, "the file must be a mapping of keys to values");
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

    private static Error At(string path, YamlNode node, string message) =>
        new(ErrorCodes.DaemonConfigInvalid, $"{path}:{node.Start.Line}: {message}.");
}
