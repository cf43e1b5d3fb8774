namespace Drover.Contracts.Tasks;

/// <summary>Body of <c>POST /tasks</c>.</summary>
public sealed record CreateTaskRequest
{
    /// <summary>What it is called.</summary>
    public string? Title { get; init; }

    /// <summary>What the agent is asked to do.</summary>
    public string? Prompt { get; init; }

    /// <summary>The same as <see cref="Prompt"/>.</summary>
    public string? Goal { get; init; }

    /// <summary>Who does it; <c>shell</c>, <c>codex</c>, <c>claude-code</c> or one of the configuration.</summary>
    public string? Runner { get; init; }

    /// <summary>The command of a shell task.</summary>
    public string? Command { get; init; }

    /// <summary>Name or folder of the workspace; <c>.</c>, the daemon's start folder, when left out.</summary>
    public string? Workspace { get; init; }

    /// <summary>Minutes an attempt may run, 1 to 240; 15 when left out.</summary>
    public int? BudgetMinutes { get; init; }

    /// <summary>What it may do.</summary>
    public TaskPolicy? Policy { get; init; }

    /// <summary>Branch or commit to begin from; the workspace's HEAD when left out.</summary>
    public string? Base { get; init; }

    /// <summary>False: in the workspace itself and not in a worktree.</summary>
    public bool? Isolate { get; init; }

    /// <summary>Tasks that have to end well before.</summary>
    public IReadOnlyList<Guid>? DependsOn { get; init; }

    /// <summary>Higher ones start first.</summary>
    public int? Priority { get; init; }

    /// <summary>Several runners, each of which gets a task of its own with the same work.</summary>
    public IReadOnlyList<string>? BestOf { get; init; }

    /// <summary>Commands to be run on what an attempt leaves.</summary>
    public IReadOnlyList<string>? Checks { get; init; }

    /// <summary>Files that are copied into the worktree although git ignores them; globs. <c>.env</c> is, unless this is given.</summary>
    public IReadOnlyList<string>? CopyIn { get; init; }

    /// <summary>A command to be run in a new worktree before the first attempt.</summary>
    public string? Setup { get; init; }

    /// <summary>Model the agent is to use.</summary>
    public string? Model { get; init; }
}

/// <summary>Body of <c>POST /tasks/{id}/approve</c>: to the start, or to something the agent asks for.</summary>
public sealed record ApproveTaskRequest
{
    /// <summary>A note for the history.</summary>
    public string? Note { get; init; }

    /// <summary>Whether the task starts at once; true when left out.</summary>
    public bool? Start { get; init; }

    /// <summary>What the agent asks for; left out for the start.</summary>
    public string? RequestId { get; init; }

    /// <summary>The answer.</summary>
    public ApprovalDecision? Decision { get; init; }

    /// <summary>Said to the agent with the answer.</summary>
    public string? Message { get; init; }
}

/// <summary>Body of <c>POST /tasks/{id}/reply</c>.</summary>
public sealed record ReplyToTaskRequest
{
    /// <summary>What to say.</summary>
    public string? Message { get; init; }

    /// <summary>Whether the comments that were not sent yet are sent with it.</summary>
    public bool? IncludeComments { get; init; }
}

/// <summary>Body of <c>POST /tasks/{id}/comments</c>.</summary>
public sealed record CommentOnTaskRequest
{
    /// <summary>The file, relative to the repository.</summary>
    public string? File { get; init; }

    /// <summary>The line; the whole file when left out.</summary>
    public int? Line { get; init; }

    /// <summary><c>new</c> (default) or <c>old</c>.</summary>
    public string? Side { get; init; }

    /// <summary>The remark.</summary>
    public string? Text { get; init; }
}

/// <summary>Body of <c>POST /tasks/{id}/extend</c>.</summary>
public sealed record ExtendTaskRequest
{
    /// <summary>Minutes more.</summary>
    public int? Minutes { get; init; }
}

/// <summary>Body of <c>POST /tasks/{id}/worktree/cleanup</c>.</summary>
public sealed record CleanupTaskRequest
{
    /// <summary>Also when there is work that was not merged; it stays on <c>refs/drover/TASK</c>.</summary>
    public bool? Force { get; init; }
}

/// <summary>Answer of what acts on a task's worktree.</summary>
/// <param name="Task">The task afterwards.</param>
/// <param name="Message">What was done.</param>
public sealed record TaskActed(AgentTask Task, string Message);
