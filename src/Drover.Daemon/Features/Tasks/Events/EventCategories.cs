namespace Drover.Daemon.Features.Tasks.Events;

/// <summary>What <c>metadata.category</c> of the daemon's own events says.</summary>
internal static class EventCategories
{
    public const string Created = "created";
    public const string Approved = "approved";
    public const string Refused = "policy-refused";
    public const string Isolation = "isolation";
    public const string Sandbox = "sandbox";
    public const string Denied = "denied";
    public const string AttemptStarted = "attempt-started";
    public const string AttemptCompleted = "attempt-completed";
    public const string AttemptFailed = "attempt-failed";
    public const string AttemptStopped = "attempt-stopped";
    public const string AttemptStartFailed = "attempt-start-failed";
    public const string AttemptAdopted = "attempt-adopted";
    public const string RunnerSession = "runner-session";
    public const string NeedsInput = "needs-input";
    public const string Reply = "reply";
    public const string ApprovalRequested = "approval-requested";
    public const string ApprovalDecided = "approval-decided";
    public const string ApprovalWithdrawn = "approval-withdrawn";
    public const string Budget = "budget";
    public const string Stalled = "stalled";
    public const string Commented = "commented";
    public const string Check = "check";
    public const string Merged = "merged";
    public const string Updated = "updated";
    public const string Pushed = "pushed";
    public const string CleanedUp = "cleaned-up";
    public const string Restored = "restored";
    public const string Queued = "queued";
}
