using Drover.Contracts.Client;
using Drover.Contracts.Daemon;
using Drover.Contracts.Errors;

namespace Drover.Daemon.Configuration;

/// <summary>
/// Every key with its value, from (strongest first) flags, the environment, the file of <c>--env-file</c>, the <c>.env</c> beside config.yaml,
/// config.yaml, and the defaults. Nothing in the folder the daemon happens to be started in is read: a repository must not configure the daemon.
/// </summary>
internal sealed class DaemonConfig
{
    private readonly Dictionary<string, ConfigSetting> _settings;
    private readonly Func<string, string?> _variables;

    private DaemonConfig(string folder, Dictionary<string, ConfigSetting> settings, Func<string, string?> variables) =>
        (Folder, _settings, _variables) = (folder, settings, variables);

    /// <summary>The config folder: relative paths in values start here, not in the folder the daemon happens to be started in.</summary>
    public string Folder { get; }

    /// <summary>Runners of tasks, from the file alone.</summary>
    public IReadOnlyList<RunnerConfig> Runners { get; private init; } = [];

    public ConfigSetting this[ConfigKey key] => _settings[key.Name];

    /// <param name="paths">Where config.yaml and its .env are.</param>
    /// <param name="envFile">A further file of variables, asked for by a flag.</param>
    /// <param name="variables">The environment.</param>
    /// <param name="flags">Keys set on the command line.</param>
    public static Result<DaemonConfig> Load(DroverPaths paths, string? envFile, Func<string, string?> variables, IReadOnlyDictionary<string, string> flags)
    {
        var layers = new List<(string Path, IReadOnlyDictionary<string, string> Values)>();
        var besideConfig = Path.Combine(paths.ConfigDir, ".env");
        foreach (var path in (string?[])[envFile, File.Exists(besideConfig) ? besideConfig : null])
        {
            if (path is not null)
            {
                var read = EnvFile.Read(path, ErrorCodes.DaemonConfigInvalid);
                if (read.Error is { } unreadable)
                {
                    return unreadable;
                }

                layers.Add((path, read.Value));
            }
        }

        Dictionary<string, (string Value, long Line)> file = [];
        IReadOnlyList<RunnerConfig> runners = [];
        if (File.Exists(paths.ConfigFile))
        {
            var read = ConfigFile.Read(paths.ConfigFile);
            if (read.Error is { } unreadable)
            {
                return unreadable;
            }

            (file, runners) = read.Value;
        }

        foreach (var (name, (_, line)) in file)
        {
            if (!ConfigKeys.All.Any(key => string.Equals(key.Name, name, StringComparison.Ordinal)))
            {
                return new Error(ErrorCodes.DaemonConfigInvalid, $"{paths.ConfigFile}:{line}: there is no key {name}. Known: {string.Join(", ", ConfigKeys.All.Select(key => key.Name))}.");
            }
        }

        var settings = new Dictionary<string, ConfigSetting>(StringComparer.Ordinal);
        foreach (var key in ConfigKeys.All)
        {
            settings[key.Name] = Find(key);
        }

        return new DaemonConfig(
            paths.ConfigDir,
            settings,
            name => variables(name) ?? layers.Select(layer => layer.Values.GetValueOrDefault(name)).FirstOrDefault(value => value is not null))
        {
            Runners = runners,
        };

        ConfigSetting Find(ConfigKey key)
        {
            if (flags.TryGetValue(key.Name, out var flag))
            {
                return new ConfigSetting(key, flag, "flag", "from the command line");
            }

            if (variables(key.Variable) is { Length: > 0 } variable)
            {
                return new ConfigSetting(key, variable, $"env:{key.Variable}", $"from the variable {key.Variable}");
            }

            foreach (var (path, values) in layers)
            {
                if (values.TryGetValue(key.Variable, out var value))
                {
                    return new ConfigSetting(key, value, $"file:{path}", $"from {key.Variable} in {path}");
                }
            }

            return file.TryGetValue(key.Name, out var written)
                ? new ConfigSetting(key, written.Value, $"file:{paths.ConfigFile}", $"{paths.ConfigFile}:{written.Line}")
                : new ConfigSetting(key, key.Default, "default", "default");
        }
    }

    /// <summary>A variable that is no key of ours (<c>OTEL_*</c>), from the environment or the .env files.</summary>
    public string? Variable(string name) => _variables(name);

    public ConfigView View() => new([.. ConfigKeys.All.Select(key =>
    {
        var setting = this[key];
        var shown = key.Secret && !string.IsNullOrEmpty(setting.Value) ? "***" : setting.Value;
        return new ConfigValue(key.Name, shown, setting.Source, key.Variable, key.Description);
    })]);
}
