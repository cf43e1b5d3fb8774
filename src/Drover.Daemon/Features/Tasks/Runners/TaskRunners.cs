using Drover.Contracts.Errors;
using Drover.Daemon.Features.Tasks.Runners.Shell;

namespace Drover.Daemon.Features.Tasks.Runners;

/// <summary>Every runner there is: the built-in ones, and those of the configuration.</summary>
internal sealed class TaskRunners
{
    public TaskRunners(IReadOnlyList<RunnerConfig> configs)
    {
        var byName = configs.ToDictionary(config => config.Name, StringComparer.Ordinal);
        All = [new ShellRunner(byName.GetValueOrDefault(ShellRunner.WellKnownName))];
    }

    public IReadOnlyList<ITaskRunner> All { get; }

    public ITaskRunner? Find(string name) => All.FirstOrDefault(runner => string.Equals(runner.Name, name, StringComparison.Ordinal));

    /// <summary>The refusal of a name that <see cref="Find"/> does not know.</summary>
    public Error Unknown(string name) =>
        new(ErrorCodes.RunnerNotFound, $"There is no runner \"{name}\". Known: {string.Join(", ", All.Select(runner => runner.Name))}. More can be added to the configuration as runners.NAME.");
}
