using Drover.Cli.CommandLine;
using Drover.Cli.Commands.Sessions;
using Drover.Cli.Output;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;

namespace Drover.Cli.Commands.Tasks;

/// <summary><c>drover task merge</c>: what is merged is what was shown before the question, or nothing.</summary>
internal static class MergeTaskCommand
{
    internal static CliCommand Build(string name)
    {
        var which = TaskNaming.One();
        var mode = Values.Word("--mode", "What it leaves: uncommitted changes (default), one commit, or a merge commit", "apply", "squash", "merge");
        var message = Values.Text("--message", "TEXT", "Message of the commit (default: the title)", "-m");
        var head = Values.Text("--expected-head", "COMMIT", "Only if this is still the newest commit of the work (default: the one that is shown)");
        var delete = Values.Flag("--delete-after", "Clean the worktree up afterwards");
        var yes = Values.Flag("--yes", "Do not ask", "-y");
        return new CliCommand(name)
        {
            Arguments = { which },
            Options = { mode, message, head, delete, yes },
            Run = async call =>
            {
                var task = call.Get(which)!;
                var client = await call.ConnectAsync();
                var diff = client.IsSuccess ? await client.Value.TaskDiffAsync(task) : client.Error!;
                if (diff.Error is { } error)
                {
                    return NextSteps.Fail(call, error, task);
                }

                var request = new MergeTaskRequest
                {
                    Mode = call.Get(mode) is { } word ? Enum.Parse<MergeMode>(word, ignoreCase: true) : null,
                    Message = call.Get(message),
                    ExpectedHead = call.Get(head) ?? diff.Value.Value.HeadCommit,
                    DeleteAfter = call.Get(delete) ? true : null,
                };
                return Agrees(call, diff.Value.Value, task, request.Mode ?? MergeMode.Apply, call.Get(yes)) is { } refusal ? call.Fail(refusal) : await MergeAsync(call, client.Value, task, request);
            },
            Remarks = "Your own changes stay: it is refused where they touch the same files. On conflicts nothing is changed. Without a terminal to ask on, --yes is needed.",
            Examples = ["drover task merge 3f2a61c0", "drover task merge 3f2a61c0 --mode squash -m \"Mend the login\" --yes", "drover task merge 3f2a61c0 --mode merge --delete-after"],
        };
    }

    private static Error? Agrees(Invocation call, TaskDiff diff, string task, MergeMode mode, bool yes)
    {
        if (!call.Json && diff.Files.Count > 0)
        {
            PatchText.WriteStat(call, diff);
            call.Out.Flush();
        }

        TaskDiffCommand.Warn(call, diff, task);
        if (yes || diff.Files.Count == 0)
        {
            return null;
        }

        if (call.Json || InputSources.Here() != InputSource.Terminal || !call.Terminal.OutputIsTerminal)
        {
            return new Error(ErrorCodes.RequestUsage, $"Nothing was merged: say so with --yes, after drover task diff {task}.");
        }

        var what = mode switch { MergeMode.Apply => "as uncommitted changes", MergeMode.Squash => "as one commit", _ => "by a merge commit" };
        call.Terminal.Error.Write($"Merge {Figures.Count(diff.Files.Count, "file")} {what}? [y/N] ");
        return Console.In.ReadLine()?.Trim() is { Length: > 0 } answer && "yes".StartsWith(answer, StringComparison.OrdinalIgnoreCase)
            ? null
            : new Error(ErrorCodes.RequestInterrupted, "Nothing was merged.");
    }

    private static async Task<int> MergeAsync(Invocation call, DroverClient client, string task, MergeTaskRequest request)
    {
        var merged = await client.MergeTaskAsync(task, request);
        return merged.Error is { } error ? WorktreeCommands.FailWithFiles(call, error, task) : WorktreeCommands.Done(call, merged.Value, task);
    }
}
