using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;

namespace Drover.Daemon.Features.Tasks.Runners;

/// <summary>Knows one kind of program that does tasks: how it is started, what it says, and how it is spoken to. Pure: whoever asks starts it.</summary>
internal interface ITaskRunner
{
    /// <summary>As in <c>runner</c> of a task.</summary>
    string Name { get; }

    RunnerCapabilities Capabilities { get; }

    /// <summary>True when a task gives it a command to run; false when it gives it a prompt.</summary>
    bool TakesCommand { get; }

    /// <summary>How to find out whether it can be used.</summary>
    RunnerCheck Check { get; }

    /// <summary>Variables that it must not inherit: they would tell an agent that it runs inside another one.</summary>
    IReadOnlyList<string> NotInherited { get; }

    /// <summary>What is to be started, or why it cannot be started that way (too long for the system, a rule that it cannot keep).</summary>
    Result<RunnerLaunch> Launch(RunnerStart start);

    /// <summary>The conversation of one attempt, at its beginning.</summary>
    IRunnerDialogue Begin(RunnerStart start);
}
