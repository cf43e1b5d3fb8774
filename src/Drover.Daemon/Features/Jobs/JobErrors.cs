using Drover.Contracts.Errors;

namespace Drover.Daemon.Features.Jobs;

/// <summary>What can be wrong with a call about jobs.</summary>
internal static class JobErrors
{
    public static Error NotFound(string id) => Of(ErrorCodes.JobNotFound, $"No job has the id \"{id}\".", ("id", id));

    public static Error Ambiguous(string id, IEnumerable<string> candidates) =>
        Of(ErrorCodes.JobNotFound, $"Several jobs begin with \"{id}\": write more of the id.", ("id", id), ("candidates", string.Join(", ", candidates)));

    public static Error Ended(KnownJob job) =>
        Of(ErrorCodes.JobEnded, $"{job.Name} has ended: {job.Told.Reason ?? "exited"}.", ("id", job.Name));

    public static Error Invalid(string field, string message) => Of(ErrorCodes.RequestInvalidValue, message, ("field", field));

    private static Error Of(string code, string message, params ReadOnlySpan<(string Name, string Value)> details)
    {
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in details)
        {
            named[name] = value;
        }

        return new Error(code, message, named);
    }
}
