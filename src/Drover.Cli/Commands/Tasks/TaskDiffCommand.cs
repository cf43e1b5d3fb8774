using Drover.Cli.CommandLine;
using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;

namespace Drover.Cli.Commands.Tasks;

/// <summary><c>drover task diff</c>.</summary>
internal static class TaskDiffCommand
{
    internal static CliCommand Build(string name)
    {
        var which = TaskNaming.One();
        var stat = Values.Flag("--stat", "Only the files and how many lines");
        var file = Values.PathName("--file", "PATH", "Only this file, as the diff names it");
        return new CliCommand(name)
        {
            Arguments = { which },
            Options = { stat, file },
            Run = async call =>
            {
                var client = await call.ConnectAsync();
                var diff = client.IsSuccess ? await client.Value.TaskDiffAsync(call.Get(which)!, call.Get(file)) : client.Error!;
                return diff.Error is { } error ? NextSteps.Fail(call, error, call.Get(which)!)
                    : call.Json ? call.Answer(diff.Value.Json)
                    : Show(call, diff.Value.Value, call.Get(which)!, call.Get(stat));
            },
            Remarks = "Everything since the commit it began with, also what is in no commit yet. Into a pipe or a file it is a patch for git apply.",
            Examples = ["drover task diff 3f2a61c0", "drover task diff 3f2a61c0 --stat", "drover task diff 3f2a61c0 --file src/login.ts"],
        };
    }

    /// <summary>Says what is to be known of a diff besides its lines.</summary>
    internal static void Warn(Invocation call, TaskDiff diff, string task)
    {
        if (!diff.Isolated)
        {
            call.Say("The task has no worktree of its own: it works in its workspace, or was not started yet. git diff shows what is there.");
        }
        else if (diff.Files.Count == 0)
        {
            call.Say("Nothing was changed.");
        }

        if (diff.BaseMoved)
        {
            call.Say($"There are newer commits than the one it began with. {call.Terminal.ErrorInk.Dim("→")} drover task update {task}");
        }
    }

    private static int Show(Invocation call, TaskDiff diff, string task, bool stat)
    {
        Warn(call, diff, task);
        if (diff.Files.Count == 0)
        {
            return ExitCodes.Ok;
        }

        if (stat)
        {
            PatchText.WriteStat(call, diff);
            return ExitCodes.Ok;
        }

        PatchText.Write(call, diff.Patch);
        if (diff.Truncated)
        {
            call.Say($"Cut: the patch is large. {call.Terminal.ErrorInk.Dim("→")} drover task diff {task} --file PATH; --stat lists all {diff.Files.Count} files");
        }

        return ExitCodes.Ok;
    }
}
