using System.Globalization;
using Drover.Cli.CommandLine;
using Drover.Cli.Output;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;

namespace Drover.Cli.Commands.Tasks;

/// <summary><c>drover task show</c>.</summary>
internal static class ShowTaskCommand
{
    private const int NameColumn = 12;

    internal static CliCommand Build(string name)
    {
        var which = TaskNaming.One();
        return new CliCommand(name)
        {
            Arguments = { which },
            Run = async call =>
            {
                var client = await call.ConnectAsync();
                var answer = client.IsSuccess ? await client.Value.TaskAsync(call.Get(which)!) : client.Error!;
                return answer.Error is { } error ? NextSteps.Fail(call, error, call.Get(which)!)
                    : call.Json ? call.Answer(answer.Value.Json)
                    : await ShowAsync(call, client.Value, answer.Value.Value, call.Get(which)!);
            },
            Examples = ["drover task show 3f2a61c0", "drover task show 3f2a61c0 --json | jq .cost_ledger"],
        };
    }

    private static async Task<int> ShowAsync(Invocation call, DroverClient client, AgentTask task, string name)
    {
        var ink = call.Terminal.Ink;
        Line("id", task.Id.ToString());
        Line("title", task.Title);
        Line("state", TaskWords.Painted(TaskWords.State(task.Status, ink)), isSafe: true);
        Line("reason", task.Reason);
        Line("runner", task.Runner);
        Line("command", task.Command);
        Line("prompt", task.Prompt == task.Title || task.Prompt.Length == 0 ? null : task.Prompt);
        Line("workspace", task.Workspace);
        Line("worktree", task.WorktreePath);
        Line("branch", task.Branch);
        Line("base", task.BaseCommit is { } commit ? $"{commit}{(task.BaseMoved ? " (there are newer commits: drover task update)" : "")}" : null);
        Line("changes", task.DiffStat);
        Line("policy", Policy(task.Policy));
        foreach (var rule in task.EffectivePolicy?.Enforced ?? [])
        {
            Line("enforced", $"{rule.Rule} by {rule.Layer}: {rule.Detail}");
        }

        Line("sandbox", task.EffectivePolicy is { Sandboxed: false, Reason: { } unprotected } ? $"none: {unprotected}" : null);
        Line("budget", $"{task.BudgetMinutes} min an attempt");
        Line("cost", task.Attempts.Count == 0 ? null : TaskWords.Cost(task.CostLedger));
        Line("priority", task.Priority == 0 ? null : task.Priority.ToString(CultureInfo.InvariantCulture));
        Line("after", task.DependsOn.Count == 0 ? null : string.Join(", ", task.DependsOn));
        Line("created", TaskWords.Time(task.CreatedAt));
        Line("approved", Time(task.ApprovedAt));
        Line("merged", Time(task.WorktreeMergedAt));
        Line("cleaned up", Time(task.WorktreeCleanedAt));
        foreach (var attempt in task.Attempts)
        {
            Line("attempt", $"{attempt.AttemptNumber}  {TaskWords.Of(attempt.Status)}  {TaskWords.Time(attempt.StartedAt)}  {TaskWords.Cost(attempt.CostLedger)}{(attempt.Summary is { } summary ? $"  {summary}" : "")}");
        }

        foreach (var check in task.Checks)
        {
            Line("check", Check(check, ink), isSafe: true);
        }

        foreach (var comment in task.Comments)
        {
            Line("comment", $"{comment.File}{(comment.Line is { } line ? $":{line}" : "")}: {comment.Text}{(comment.SentAt is null ? " (not sent yet)" : "")}");
        }

        foreach (var sibling in task.Siblings)
        {
            await ShowSiblingAsync(sibling);
        }

        foreach (var asked in NextSteps.Pending(task))
        {
            Line("asks", $"{asked.Kind}: {asked.Summary}");
        }

        NextSteps.Say(call, task, name);
        return ExitCodes.Ok;

        async Task ShowSiblingAsync(Guid id)
        {
            var other = await client.TaskAsync(id.ToString());
            if (other.IsSuccess)
            {
                var known = other.Value.Value;
                var checks = known.Checks.Count == 0 ? "" : $"  checks {known.Checks.Count(check => check.Status == "passed")} of {known.Checks.Count}";
                Line("also by", $"{known.Runner}  {TaskWords.Of(known.Status)}  {ListTasksCommand.Changes(known)}{checks}  {TaskWords.Price(known.CostLedger) ?? "-"}  {id}");
            }
        }

        void Line(string label, string? value, bool isSafe = false)
        {
            if (!string.IsNullOrEmpty(value))
            {
                call.Out.Write(ink.Bold(label.PadRight(NameColumn)));
                call.Out.Write((isSafe ? value : SafeText.On(call.Terminal, value)).ReplaceLineEndings("\n" + new string(' ', NameColumn)));
                call.Out.Write('\n');
            }
        }
    }

    private static string Policy(TaskPolicy policy)
    {
        string[] allowed =
        [
            .. policy.AllowNetwork ? (string[])["network"] : [],
            .. policy.Network?.Allow ?? [],
            .. policy.AllowGitWrite ? (string[])["git writes"] : [],
            .. policy.AllowSecrets ? (string[])["secrets"] : [],
        ];
        return $"{policy.Preset ?? "default"}, allows {(allowed.Length == 0 ? "no network, no git writes, no secrets" : string.Join(", ", allowed))}";
    }

    private static string Check(TaskCheck check, Ink ink)
    {
        var word = check.Status switch { "passed" => ink.Green("passed"), "failed" => ink.Red(check.ExitCode is { } code ? $"failed ({code})" : "failed"), var other => ink.Yellow(other) };
        var took = check.DurationMs is { } duration ? $"  {Figures.Age(duration)}" : "";
        return $"{word}  {SafeText.Of(check.Command)}{took}  attempt {check.AttemptNumber}{(check.JobId is { } job ? $"  {job}" : "")}";
    }

    private static string? Time(DateTimeOffset? time) => time is { } known ? TaskWords.Time(known) : null;
}
