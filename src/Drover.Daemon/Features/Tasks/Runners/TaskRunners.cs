using Drover.Contracts.Errors;
using Drover.Daemon.Configuration;
using Drover.Daemon.Features.Tasks.Runners.Claude;
using Drover.Daemon.Features.Tasks.Runners.Codex;
using Drover.Daemon.Features.Tasks.Runners.Configured;
using Drover.Daemon.Features.Tasks.Runners.Shell;

namespace Drover.Daemon.Features.Tasks.Runners;

/// <summary>Every runner there is: the built-in ones, and those of the configuration.</summary>
internal sealed class TaskRunners
{
    /// <summary>Names of the runners that need no configuration.</summary>
    public static readonly IReadOnlyList<string> BuiltIn = [CodexRunner.WellKnownName, ClaudeRunner.WellKnownName, ShellRunner.WellKnownName];

    public TaskRunners(IReadOnlyList<RunnerConfig> configs)
    {
        var byName = configs.ToDictionary(config => config.Name, StringComparer.Ordinal);
        All =
        [
            new CodexRunner(byName.GetValueOrDefault(CodexRunner.WellKnownName)),
            new ClaudeRunner(byName.GetValueOrDefault(ClaudeRunner.WellKnownName)),
            new ShellRunner(byName.GetValueOrDefault(ShellRunner.WellKnownName)),
            .. configs.Where(config => !BuiltIn.Contains(config.Name, StringComparer.Ordinal)).Select(config => new ConfiguredRunner(config)),
        ];
    }

    public IReadOnlyList<ITaskRunner> All { get; }

    public ITaskRunner? Find(string name) => All.FirstOrDefault(runner => string.Equals(runner.Name, name, StringComparison.Ordinal));

    /// <summary>The refusal of a name that <see cref="Find"/> does not know.</summary>
    public Error Unknown(string name) =>
        new(ErrorCodes.RunnerNotFound, $"There is no runner \"{name}\". Known: {string.Join(", ", All.Select(runner => runner.Name))}. More can be added to the configuration as runners.NAME.");
}
