using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;
using Drover.Daemon.Configuration;

namespace Drover.Daemon.Features.Tasks.Runners.Shell;

/// <summary>Runs a command line in <c>/bin/sh -lc</c>. Its stdin stays open, so that a question of it can be answered.</summary>
internal sealed class ShellRunner(RunnerConfig? config) : ITaskRunner
{
    public const string WellKnownName = "shell";

    private const string Shell = "/bin/sh";

    public string Name => WellKnownName;

    public RunnerCapabilities Capabilities { get; } = new(Approvals: false, Resume: false, Stream: false, Cost: false);

    public bool TakesCommand => true;

    public IReadOnlyList<string> NotInherited => [];

    public RunnerCheck Check { get; } = new()
    {
        Program = config?.Command is { Count: > 0 } program ? program : [Shell],
        Environment = config?.Env ?? new Dictionary<string, string>(StringComparer.Ordinal),
        LoginUnasked = RunnerLogin.Ok,
    };

    public Result<RunnerLaunch> Launch(RunnerStart start)
    {
        var command = start.Command ?? "";
        if (Arguments.FindTooLong("command", command) is { } tooLong)
        {
            return tooLong;
        }

        var program = Check.Program;
        return new RunnerLaunch
        {
            Program = program[0],
            Arguments = [.. program.Skip(1), .. config?.Args ?? [], "-lc", command],
            Environment = Check.Environment,
        };
    }

    public IRunnerDialogue Begin(RunnerStart start) => new PlainDialogue(listens: true);
}
