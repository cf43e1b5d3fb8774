using Drover.Cli.CommandLine;
using Drover.Cli.Output;
using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;

namespace Drover.Cli.Commands.Tasks;

/// <summary><c>drover task ls</c>.</summary>
internal static class ListTasksCommand
{
    private const int DefaultLimit = 100;
    private const int LongestTitle = 50;

    internal static CliCommand Build(string name)
    {
        var status = Values.Word("--status", "Only those in this state", [.. Enum.GetValues<TaskState>().Select(TaskWords.Of)]);
        var workspace = Values.PathName("--workspace", "DIR", "Only those of this folder, or workspace by name", "-w");
        var limit = Values.Number("--limit", "N", $"At most so many (default {DefaultLimit})", "-n");
        var quiet = Values.Flag("--quiet", "Ids only", "-q");
        return new CliCommand(name)
        {
            Options = { status, workspace, limit, quiet },
            Run = call =>
            {
                var most = call.Get(limit) ?? DefaultLimit;
                if (most == 0)
                {
                    return Task.FromResult(call.Usage("--limit is 1 or more."));
                }

                var folder = call.Get(workspace) is { } word ? WorkspaceWord.Of(word) : null;
                return folder is null && call.Get(workspace) is not null
                    ? Task.FromResult(call.Fail(CallerFolder.IsGone))
                    : call.ShowAsync(client => client.TasksAsync(call.Get(status), folder, most), tasks => call.Get(quiet) ? Ids(call, tasks) : Show(call, tasks, most));
            },
            Examples = ["drover task ls", "drover task ls --status needs-input", "drover task ls --json | jq -r '.[] | select(.status == \"failed\") | .id'"],
        };
    }

    private static int Ids(Invocation call, IReadOnlyList<AgentTask> tasks)
    {
        foreach (var task in tasks)
        {
            call.Out.Write($"{task.Id}\n");
        }

        return ExitCodes.Ok;
    }

    private static int Show(Invocation call, IReadOnlyList<AgentTask> tasks, int most)
    {
        if (tasks.Count == 0)
        {
            call.Say("No tasks. Make one: drover task new \"TITLE\" --runner NAME --start");
            return ExitCodes.Ok;
        }

        var now = TimeProvider.System.GetUtcNow();
        var names = TaskNaming.Short(tasks);
        var table = new Table("ID", "STATE", "RUNNER", "TITLE", "CHANGES", "WORKED", "COST", "CHANGED", "WORKSPACE");
        foreach (var task in tasks)
        {
            table.Add(
                names[task.Id],
                TaskWords.State(task.Status, call.Terminal.Ink),
                task.Runner,
                Title(call, task.Title),
                Changes(task),
                task.Attempts.Count == 0 ? "-" : Figures.Age(task.CostLedger.RuntimeMillis),
                TaskWords.Price(task.CostLedger) ?? "-",
                Figures.Age(Math.Max(0, (long)(now - task.UpdatedAt).TotalMilliseconds)),
                task.Workspace);
        }

        table.Write(call.Terminal);
        if (tasks.Count == most)
        {
            call.Say(call.Terminal.ErrorInk.Dim($"The {most} that changed last; --limit shows more."));
        }

        return ExitCodes.Ok;
    }

    private static string Title(Invocation call, string title)
    {
        var line = SafeText.On(call.Terminal, title.ReplaceLineEndings(" "));
        return call.Terminal.OutputIsTerminal && line.Length > LongestTitle ? $"{line[..(LongestTitle - 1)]}…" : line;
    }

    // 2 files changed, 3 insertions(+), 1 deletion(-) → 2 files +3 -1
    internal static string Changes(AgentTask task)
    {
        if (task.DiffStat is not { } stat)
        {
            return "-";
        }

        var words = new List<string>();
        foreach (var part in stat.Split(", "))
        {
            var number = part.Split(' ')[0];
            words.Add(part.Contains("(+)", StringComparison.Ordinal) ? "+" + number
                : part.Contains("(-)", StringComparison.Ordinal) ? "-" + number
                : part.Replace(" changed", "", StringComparison.Ordinal));
        }

        return string.Join(' ', words) + (task.WorktreeMergedAt is null ? "" : " (merged)");
    }
}
