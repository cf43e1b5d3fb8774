using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;

namespace Drover.Cli.Commands.Tasks;

/// <summary>The options that say what a new task is.</summary>
internal sealed class NewTaskOptions
{
    private const string Shell = "shell";

    private readonly Option<string> _runner = Values.Text("--runner", "NAME", "Who does it: shell, codex, claude-code, or one of the configuration (default: shell with --command)", "-r");
    private readonly Option<string> _prompt = Values.Text("--prompt", "TEXT", "What the agent is told; - reads it from standard input", "-p");
    private readonly Option<string> _command = Values.Text("--command", "LINE", "What a shell task runs", "-c");
    private readonly Option<string> _workspace = Values.PathName("--workspace", "DIR", "Folder, or name of a workspace (default: here)", "-w");
    private readonly Option<string> _budget = Values.Text("--budget", "TIME", "How long an attempt may work: minutes, or 15m, 1h (default 15m, at most 4h)");
    private readonly Option<string[]> _checks = Values.Texts("--check", "LINE", "A command to run on what it leaves; its result stands beside the diff");
    private readonly Option<string> _bestOf = Values.Text("--best-of", "A,B", "The same task for several runners, side by side");
    private readonly Option<string[]> _dependsOn = Values.Texts("--depends-on", "ID", "A task that has to end well before");
    private readonly Option<int?> _priority = Values.Number("--priority", "N", "Higher ones start first (default 0)");
    private readonly Option<string> _base = Values.Text("--base", "REF", "Branch or commit to begin from (default: HEAD)");
    private readonly Option<bool> _inPlace = Values.Flag("--in-place", "Work in the folder itself, not in a worktree");
    private readonly Option<string[]> _copyIn = Values.Texts("--copy-in", "GLOB", "Ignored files to be copied into the worktree (default .env)");
    private readonly Option<string> _setup = Values.Text("--setup", "LINE", "A command to run in the new worktree first");
    private readonly Option<string> _model = Values.Text("--model", "NAME", "Model that the agent is to use");

    internal void AddTo(CliCommand command)
    {
        foreach (var option in (Option[])[_runner, _prompt, _command, _workspace, _budget, _checks, _bestOf, _dependsOn, _priority, _base, _inPlace, _copyIn, _setup, _model])
        {
            command.Options.Add(option);
        }
    }

    internal string[] DependsOn(Invocation call) => call.Get(_dependsOn) ?? [];

    internal Result<CreateTaskRequest> Read(Invocation call, string title, TaskPolicy? policy)
    {
        var bestOf = call.Get(_bestOf)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (call.Get(_runner) is not null && bestOf is not null)
        {
            return Wrong("Give --runner or --best-of, not both.");
        }

        var runner = call.Get(_runner) ?? (call.Get(_command) is not null ? Shell : null);
        if (runner is null && bestOf is not { Length: > 0 })
        {
            return Wrong("Say who does it: --runner NAME (drover runners lists them), --best-of A,B, or --command LINE for the shell.");
        }

        if (bestOf is null && runner == Shell && call.Get(_command) is null)
        {
            return Wrong("A shell task needs the command it runs: --command LINE.");
        }

        if (bestOf is null && runner != Shell && call.Get(_command) is not null)
        {
            return Wrong($"{runner} is told a --prompt; --command is for the shell.");
        }

        int? minutes = null;
        if (call.Get(_budget) is { } budget && (minutes = NewTaskCommand.Minutes(budget)) is null)
        {
            return Wrong($"--budget takes minutes, or a time such as 15m or 1h, not \"{budget}\".");
        }

        if (Workspace(call) is not { } workspace)
        {
            return CallerFolder.IsGone;
        }

        return new CreateTaskRequest
        {
            Title = title,
            Prompt = TextInput.Read(call, call.Get(_prompt), "the prompt") ?? title,
            Runner = bestOf is null ? runner : null,
            Command = call.Get(_command),
            Workspace = workspace,
            BudgetMinutes = minutes,
            Policy = policy,
            Base = call.Get(_base),
            Isolate = call.Get(_inPlace) ? false : null,
            Priority = call.Get(_priority),
            BestOf = bestOf,
            Checks = Given(call.Get(_checks)),
            CopyIn = Given(call.Get(_copyIn)),
            Setup = call.Get(_setup),
            Model = call.Get(_model),
        };
    }

    // A word without a slash is the name of a workspace, as the daemon reads it; anything else is a folder as seen from here.
    private string? Workspace(Invocation call) => WorkspaceWord.Of(call.Get(_workspace) ?? ".");

    private static string[]? Given(string[]? values) => values is { Length: > 0 } ? values : null;

    private static Error Wrong(string message) => new(ErrorCodes.RequestUsage, $"{message} See drover task new --help.");
}
