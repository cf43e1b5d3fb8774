namespace Drover.Daemon.Features.Tasks;

/// <summary>What can happen to a task.</summary>
internal enum TaskMove
{
    /// <summary>An attempt starts.</summary>
    Start,

    /// <summary>Its policy refuses the start until somebody changes or approves it.</summary>
    Refuse,

    /// <summary>An attempt could not be started.</summary>
    FailToStart,

    /// <summary>The agent waits for a person.</summary>
    Ask,

    /// <summary>A person has answered.</summary>
    Answer,

    /// <summary>The attempt ended well, with changes.</summary>
    EndForReview,

    /// <summary>The attempt ended well, without changes.</summary>
    EndWithoutChanges,

    /// <summary>The attempt ended badly.</summary>
    EndBadly,

    /// <summary>The attempt, or the waiting for it, was stopped.</summary>
    Stop,

    /// <summary>More time is given to what runs.</summary>
    Extend,

    /// <summary>Something is said that a new attempt takes up.</summary>
    Reply,

    /// <summary>Its changes go into the target.</summary>
    Merge,

    /// <summary>Its branch is brought up to the base that moved on.</summary>
    Update,

    /// <summary>Its worktree is removed.</summary>
    Cleanup,

    /// <summary>Its worktree is made again.</summary>
    Restore,

    /// <summary>It is forgotten.</summary>
    Delete,
}
