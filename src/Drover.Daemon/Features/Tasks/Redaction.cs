using Drover.Daemon.Secrets;

namespace Drover.Daemon.Features.Tasks;

/// <summary>The one place through which everything goes that is told of a task: unless it may have secrets, what looks like one is masked, and nothing else changes.</summary>
internal static class Redaction
{
    public static string Of(TaskRecord task, string text) => task.Spec.Policy.AllowSecrets ? text : SecretText.Redact(text);
}
