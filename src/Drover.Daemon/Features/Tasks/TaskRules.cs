using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;
using Drover.Contracts.Workspaces;
using Drover.Daemon.Features.Tasks.Guardrails;
using Drover.Daemon.Features.Tasks.Runners;

namespace Drover.Daemon.Features.Tasks;

/// <summary>What is wrong with a request for a task, as far as it can be said without starting anything.</summary>
internal sealed class TaskRules(TaskRunners runners)
{
    public const string Shell = "shell";

    private const int DefaultMinutes = 15;
    private const int MostMinutes = 240;

    /// <summary>The specs that a request means: one, or with <c>best_of</c> one for each runner.</summary>
    public Result<IReadOnlyList<TaskSpec>> Check(CreateTaskRequest request, Workspace workspace)
    {
        var names = request.BestOf is { Count: > 0 } several ? several : [request.Runner ?? Shell];
        if (request.BestOf is { Count: > 0 } && request.Runner is not null)
        {
            return TaskErrors.Invalid("best_of", "Give runner or best_of, not both: best_of makes a task for each of its runners.");
        }

        if (names.Distinct(StringComparer.Ordinal).Count() != names.Count)
        {
            return TaskErrors.Invalid("best_of", "best_of names a runner twice.");
        }

        var specs = new List<TaskSpec>();
        foreach (var name in names)
        {
            var spec = Check(request, name, workspace);
            if (spec.Error is { } wrong)
            {
                return wrong;
            }

            specs.Add(spec.Value);
        }

        return specs;
    }

    private Result<TaskSpec> Check(CreateTaskRequest request, string runner, Workspace workspace)
    {
        if (runners.Find(runner) is null)
        {
            return runners.Unknown(runner);
        }

        if (string.IsNullOrWhiteSpace(request.Title))
        {
            return TaskErrors.Invalid("title", "title is required");
        }

        var prompt = request.Prompt ?? request.Goal;
        if (runner == Shell ? string.IsNullOrWhiteSpace(request.Command) : string.IsNullOrWhiteSpace(prompt))
        {
            return runner == Shell ? TaskErrors.Invalid("command", "command is required") : TaskErrors.Invalid("prompt", "goal is required");
        }

        if (request.Command?.Contains('\0', StringComparison.Ordinal) is true || prompt?.Contains('\0', StringComparison.Ordinal) is true)
        {
            return TaskErrors.Invalid(request.Command?.Contains('\0', StringComparison.Ordinal) is true ? "command" : "prompt", "There is a NUL character in it, which the system cannot pass on.");
        }

        var policy = PolicyPresets.Apply(request.Policy ?? new TaskPolicy());
        if (policy.Error is { } wrong)
        {
            return wrong;
        }

        if ((CheckMinutes("budget_minutes", request.BudgetMinutes) ?? CheckMinutes("policy.max_runtime_minutes", policy.Value.MaxRuntimeMinutes)) is { } unbounded)
        {
            return unbounded;
        }

        if (PolicyCheck.Start(policy.Value, runner, request.Command, prompt ?? "", workspace.Path) is { } refused)
        {
            return refused;
        }

        // A check runs what an agent has written: the same rules hold for it.
        if ((request.Checks ?? []).Select(check => CommandRules.Check(policy.Value, check)).FirstOrDefault(rule => rule is not null) is { } forbidden)
        {
            return new Error(ErrorCodes.TaskPolicyRefused, $"checks: {forbidden}");
        }

        return new TaskSpec
        {
            Title = request.Title.Trim(),
            Prompt = prompt ?? "",
            Runner = runner,
            Command = request.Command,
            Workspace = workspace.Path,
            BudgetMinutes = request.BudgetMinutes ?? DefaultMinutes,
            Policy = policy.Value,
            Base = request.Base,
            Isolate = request.Isolate ?? true,
            DependsOn = request.DependsOn ?? [],
            Priority = request.Priority ?? 0,
            Checks = request.Checks ?? [],
            CopyIn = request.CopyIn,
            Setup = request.Setup,
            Model = request.Model,
        };
    }

    private static Error? CheckMinutes(string field, int? minutes) =>
        minutes is null or (>= 1 and <= MostMinutes) ? null : TaskErrors.Invalid(field, $"{field} is a number of minutes from 1 to {MostMinutes}; POST /tasks/ID/extend gives more to what runs.");
}
