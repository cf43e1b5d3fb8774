using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;
using Drover.Daemon.Configuration;

namespace Drover.Daemon.Features.Tasks.Runners.Shell;

/// <summary>Runs a command line in <c>/bin/sh -lc</c>. Its stdin stays open, so that a question of it can be answered.</summary>
internal sealed class ShellRunner(RunnerConfig? config) : ITaskRunner
{
    public const string WellKnownName = "shell";

    public string Name => WellKnownName;

    public RunnerCapabilities Capabilities { get; } = new(Approvals: false, Resume: false, Stream: false, Cost: false);

    public bool TakesCommand => true;

    public Result<RunnerLaunch> Launch(RunnerStart start)
    {
        var command = start.Command ?? "";
        if (Arguments.FindTooLong("command", command) is { } tooLong)
        {
            return tooLong;
        }

        var program = config?.Command is { Count: > 0 } given ? given : ["/bin/sh"];
        return new RunnerLaunch
        {
            Program = program[0],
            Arguments = [.. program.Skip(1), .. config?.Args ?? [], "-lc", command],
            Environment = config?.Env ?? new Dictionary<string, string>(StringComparer.Ordinal),
        };
    }

    public IRunnerDialogue Begin(RunnerStart start) => new PlainDialogue(listens: true);
}
