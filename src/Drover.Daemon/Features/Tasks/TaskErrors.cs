using Drover.Contracts.Errors;

namespace Drover.Daemon.Features.Tasks;

/// <summary>Errors that several places of the feature give.</summary>
internal static class TaskErrors
{
    public static Error Invalid(string field, string sentence) =>
        new(ErrorCodes.RequestInvalidValue, sentence, new Dictionary<string, string>(StringComparer.Ordinal) { ["field"] = field });

    public static Error NoWorktree(KnownTask task) => new(
        ErrorCodes.TaskNotIsolated,
        task.Record.Spec.Isolate
            ? "The task has no worktree: it has not been started yet, or its workspace is not in git."
            : "The task runs in its workspace itself; there is nothing to merge or clean up.");
}
