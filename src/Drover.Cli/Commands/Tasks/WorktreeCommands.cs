using Drover.Cli.CommandLine;
using Drover.Cli.Output;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;

namespace Drover.Cli.Commands.Tasks;

/// <summary><c>drover task update</c>, <c>push</c>, <c>cleanup</c> and <c>restore</c>.</summary>
internal static class WorktreeCommands
{
    internal static CliCommand BuildUpdate(string name)
    {
        var which = TaskNaming.One();
        var mode = Values.Word("--mode", "How", "rebase", "merge");
        return new CliCommand(name)
        {
            Arguments = { which },
            Options = { mode },
            Run = call => ActAsync(
                call,
                call.Get(which)!,
                (client, task) => client.UpdateTaskAsync(task, new UpdateTaskRequest { Mode = call.Get(mode) is { } word ? Enum.Parse<UpdateMode>(word, ignoreCase: true) : null })),
            Remarks = "rebase (default) makes its commits again on top of the newest; merge brings the newest into them. On conflicts nothing is changed.",
            Examples = ["drover task update 3f2a61c0", "drover task update 3f2a61c0 --mode merge"],
        };
    }

    internal static CliCommand BuildPush(string name)
    {
        var which = TaskNaming.One();
        var remote = Values.Text("--remote", "NAME", "Where to (default: origin)");
        var branch = Values.Text("--branch", "NAME", "Its name there (default: the task's branch)");
        var yes = Values.Flag("--yes", "Do not ask", "-y");
        return new CliCommand(name)
        {
            Arguments = { which },
            Options = { remote, branch, yes },
            Run = call => MayPush(call, call.Get(remote) ?? "origin", call.Get(yes)) is { } refusal
                ? Task.FromResult(call.Fail(refusal))
                : ActAsync(call, call.Get(which)!, (client, task) => client.PushTaskAsync(task, new PushTaskRequest { Remote = call.Get(remote), Branch = call.Get(branch) })),
            Remarks = "Only for tasks whose policy allows git writes and the network. Without a terminal to ask on, --yes is needed.",
            Examples = ["drover task push 3f2a61c0", "drover task push 3f2a61c0 --remote fork --branch mend-login --yes"],
        };
    }

    internal static CliCommand BuildCleanUp(string name)
    {
        var which = TaskNaming.One();
        var force = Values.Flag("--force", "Also when there is work that was not merged: it is kept on refs/drover/TASK");
        return new CliCommand(name)
        {
            Arguments = { which },
            Options = { force },
            Run = call => ActAsync(call, call.Get(which)!, (client, task) => client.CleanUpTaskAsync(task, call.Get(force))),
            Remarks = "drover task restore undoes it.",
            Examples = ["drover task cleanup 3f2a61c0", "drover task cleanup --force 3f2a61c0"],
        };
    }

    internal static CliCommand BuildRestore(string name)
    {
        var which = TaskNaming.One();
        return new CliCommand(name)
        {
            Arguments = { which },
            Run = call => ActAsync(call, call.Get(which)!, (client, task) => client.RestoreTaskAsync(task)),
            Examples = ["drover task restore 3f2a61c0"],
        };
    }

    internal static int Done(Invocation call, Answer<TaskActed> acted, string task)
    {
        if (call.Json)
        {
            return call.Answer(acted.Json);
        }

        call.Say(SafeText.Of(acted.Value.Message));
        NextSteps.Say(call, acted.Value.Task, task);
        return ExitCodes.Ok;
    }

    /// <summary>Tells a failure with the files it is about, and the conflicts in them.</summary>
    internal static int FailWithFiles(Invocation call, Error error, string task)
    {
        var (files, conflicts) = (error.Details?.GetValueOrDefault("files"), error.Details?.GetValueOrDefault("conflicts"));
        if (call.Json || (string.IsNullOrEmpty(files) && string.IsNullOrEmpty(conflicts)))
        {
            return NextSteps.Fail(call, error, task);
        }

        var ink = call.Terminal.ErrorInk;
        foreach (var file in (files ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            call.Say($"  {ink.Red(SafeText.Of(file))}");
        }

        foreach (var line in (conflicts ?? "").TrimEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var safe = SafeText.Of(line);
            call.Say($"    {(IsMark(line) ? ink.Yellow(safe) : ink.Dim(safe))}");
        }

        return NextSteps.Fail(call, error, task);
    }

    private static async Task<int> ActAsync(Invocation call, string task, Func<DroverClient, string, Task<Result<Answer<TaskActed>>>> act)
    {
        var client = await call.ConnectAsync();
        var acted = client.IsSuccess ? await act(client.Value, task) : client.Error!;
        return acted.Error is { } error ? FailWithFiles(call, error, task) : Done(call, acted.Value, task);
    }

    private static Error? MayPush(Invocation call, string remote, bool yes)
    {
        if (yes)
        {
            return null;
        }

        if (call.Json || Sessions.InputSources.Here() != Sessions.InputSource.Terminal || !call.Terminal.OutputIsTerminal)
        {
            return new Error(ErrorCodes.RequestUsage, $"Nothing was pushed to {remote}: say so with --yes.");
        }

        call.Terminal.Error.Write($"Push to {remote}? [y/N] ");
        return Console.In.ReadLine()?.Trim() is { Length: > 0 } answer && "yes".StartsWith(answer, StringComparison.OrdinalIgnoreCase)
            ? null
            : new Error(ErrorCodes.RequestInterrupted, "Nothing was pushed.");
    }

    private static bool IsMark(string line) =>
        line.StartsWith("<<<<<<<", StringComparison.Ordinal) || line.StartsWith("=======", StringComparison.Ordinal) || line.StartsWith(">>>>>>>", StringComparison.Ordinal) || line.StartsWith("--- ", StringComparison.Ordinal);
}
