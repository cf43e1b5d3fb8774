using System.Text.Json.Serialization;
using Drover.Contracts.Json;

namespace Drover.Contracts.Tasks;

/// <summary>Where a task, or an attempt at it, is in its life.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<TaskState>))]
public enum TaskState
{
    /// <summary>Waits: for its approval, for others it depends on, or for room.</summary>
    Queued,

    /// <summary>An attempt runs.</summary>
    Running,

    /// <summary>Waits for a person: for an approval or an answer. Its process may live.</summary>
    NeedsInput,

    /// <summary>The last attempt ended well and left changes to be looked at.</summary>
    ReadyForReview,

    /// <summary>The last attempt ended well and nothing is left to be done: no changes, or they were merged.</summary>
    Completed,

    /// <summary>The last attempt ended badly.</summary>
    Failed,

    /// <summary>The last attempt was stopped, by somebody or by its budget.</summary>
    Stopped,
}

/// <summary>What an event of a task is.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<TaskEventKind>))]
public enum TaskEventKind
{
    /// <summary>Something in the life of the task: started, ended, merged.</summary>
    Lifecycle,

    /// <summary>A line of standard output.</summary>
    Stdout,

    /// <summary>A line of standard error.</summary>
    Stderr,

    /// <summary>What changed.</summary>
    Diff,

    /// <summary>Something that was said to the agent, or that it asks for.</summary>
    Input,

    /// <summary>Something went wrong.</summary>
    Error,
}

/// <summary>What a task may reach over the network.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<NetworkMode>))]
public enum NetworkMode
{
    /// <summary>Nothing.</summary>
    Disabled,

    /// <summary>This machine only.</summary>
    Localhost,

    /// <summary>Everything.</summary>
    Enabled,
}

/// <summary>Whether a task has to run inside the sandbox.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<SandboxDemand>))]
public enum SandboxDemand
{
    /// <summary>Where it can be had; without it the task runs and an event says so.</summary>
    Prefer,

    /// <summary>Always; where it cannot be had the task does not start.</summary>
    Require,

    /// <summary>Never.</summary>
    Off,
}

/// <summary>What became of something an agent asked for.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<ApprovalStatus>))]
public enum ApprovalStatus
{
    /// <summary>It waits.</summary>
    Pending,

    /// <summary>Allowed once.</summary>
    Allowed,

    /// <summary>Allowed, and what is like it for as long as the attempt runs.</summary>
    AllowedForSession,

    /// <summary>Refused.</summary>
    Denied,

    /// <summary>Nobody waits for an answer any more: the agent took it back, or ended.</summary>
    Withdrawn,
}

/// <summary>An answer to something an agent asks for.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ApprovalDecision>))]
public enum ApprovalDecision
{
    /// <summary>Yes, this once.</summary>
    Allow,

    /// <summary>No.</summary>
    Deny,

    /// <summary>Yes, and so is what is like it for as long as the attempt runs.</summary>
    AllowSession,
}
