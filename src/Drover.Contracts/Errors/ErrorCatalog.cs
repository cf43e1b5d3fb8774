namespace Drover.Contracts.Errors;

/// <summary>The one table from stable code to HTTP status, gRPC status, MCP form and exit code. docs/errors.md says the same in words; a test compares them.</summary>
public static class ErrorCatalog
{
    // The words of JSON-RPC and MCP: a domain failure is a tool result with isError, a malformed call a protocol error.
    private const string Tool = "tool";
    private const string Protocol = "protocol";

    private static readonly Dictionary<string, ErrorDefinition> ByCode = All.ToDictionary(definition => definition.Code, StringComparer.Ordinal);

    /// <summary>One row for each code, in the order of docs/errors.md.</summary>
    public static IReadOnlyList<ErrorDefinition> All => Rows.Value;

    /// <summary>The row of a code.</summary>
    /// <param name="code">Stable code.</param>
    /// <returns>Its row; that of <see cref="ErrorCodes.InternalError"/> for a code this version does not know.</returns>
    public static ErrorDefinition Of(string code) => ByCode.GetValueOrDefault(code) ?? ByCode[ErrorCodes.InternalError];

    /// <summary>Whether a code is known.</summary>
    /// <param name="code">Stable code.</param>
    /// <returns>True when the catalogue has a row for it.</returns>
    public static bool Knows(string code) => ByCode.ContainsKey(code);

    private static class Rows
    {
        internal static readonly ErrorDefinition[] Value =
        [
            new(ErrorCodes.SessionNotFound, 404, Grpc.NotFound, Tool, ExitCodes.NotFound, "No such session"),
            new(ErrorCodes.SessionAmbiguous, 409, Grpc.FailedPrecondition, Tool, ExitCodes.Conflict, "Several sessions fit"),
            new(ErrorCodes.SessionAlreadyRunning, 409, Grpc.AlreadyExists, Tool, ExitCodes.Conflict, "Label in use"),
            new(ErrorCodes.SessionNotRunning, 409, Grpc.FailedPrecondition, Tool, ExitCodes.Conflict, "Session not running"),
            new(ErrorCodes.SessionActive, 409, Grpc.FailedPrecondition, Tool, ExitCodes.Conflict, "Session active"),
            new(ErrorCodes.SessionUnavailable, 503, Grpc.Unavailable, Tool, ExitCodes.Failure, "Session not taken up yet"),
            new(ErrorCodes.SessionStopIncomplete, 500, Grpc.Internal, Tool, ExitCodes.Failure, "Something is left of the session"),
            new(ErrorCodes.SessionStdinClosed, 409, Grpc.FailedPrecondition, Tool, ExitCodes.Conflict, "Standard input closed"),
            new(ErrorCodes.SessionStdinFull, 409, Grpc.ResourceExhausted, Tool, ExitCodes.Conflict, "Standard input full"),
            new(ErrorCodes.SessionDependencyFailed, 409, Grpc.FailedPrecondition, Tool, ExitCodes.Conflict, "Dependency failed"),
            new(ErrorCodes.SessionNoneActive, 404, Grpc.NotFound, Tool, ExitCodes.NotFound, "No active session"),
            new(ErrorCodes.SessionNotNamed, 400, Grpc.InvalidArgument, Tool, ExitCodes.Usage, "Session not named"),

            new(ErrorCodes.ProjectNotFound, 404, Grpc.NotFound, Tool, ExitCodes.NotFound, "No such project"),
            new(ErrorCodes.ProjectProcessNotFound, 404, Grpc.NotFound, Tool, ExitCodes.NotFound, "No such process in the project"),
            new(ErrorCodes.ProjectFileUnreadable, 400, Grpc.InvalidArgument, Tool, ExitCodes.NotFound, "Project file unreadable"),
            new(ErrorCodes.ProjectFileInvalid, 400, Grpc.InvalidArgument, Tool, ExitCodes.Usage, "Project file invalid"),
            new(ErrorCodes.ProjectUnknownKey, 400, Grpc.InvalidArgument, Tool, ExitCodes.Usage, "Unknown key in the project file"),
            new(ErrorCodes.ProjectDependencyUnknown, 400, Grpc.InvalidArgument, Tool, ExitCodes.Usage, "Dependency not in the project"),
            new(ErrorCodes.ProjectDependencyCycle, 400, Grpc.InvalidArgument, Tool, ExitCodes.Usage, "Dependencies form a circle"),
            new(ErrorCodes.ProjectReferenceUnknown, 400, Grpc.InvalidArgument, Tool, ExitCodes.Usage, "Reference to nothing"),
            new(ErrorCodes.ProjectPortTaken, 409, Grpc.FailedPrecondition, Tool, ExitCodes.Conflict, "Port taken"),
            new(ErrorCodes.ProjectFileExists, 409, Grpc.AlreadyExists, Tool, ExitCodes.Conflict, "Project file exists"),
            new(ErrorCodes.ProjectNotAnswering, 502, Grpc.Unavailable, Tool, ExitCodes.Failure, "Process does not answer"),

            new(ErrorCodes.JobNotFound, 404, Grpc.NotFound, Tool, ExitCodes.NotFound, "No such job"),
            new(ErrorCodes.JobEnded, 409, Grpc.FailedPrecondition, Tool, ExitCodes.Conflict, "Job has ended"),
            new(ErrorCodes.TestsNoneDetected, 422, Grpc.FailedPrecondition, Tool, ExitCodes.NotFound, "No tests found"),

            new(ErrorCodes.SuggestNoSuggestion, 422, Grpc.FailedPrecondition, Tool, ExitCodes.NotFound, "No suggestion"),

            new(ErrorCodes.TerminalNotFound, 404, Grpc.NotFound, Tool, ExitCodes.NotFound, "No such terminal"),
            new(ErrorCodes.TerminalTooMany, 409, Grpc.ResourceExhausted, Tool, ExitCodes.Conflict, "Too many terminals"),

            new(ErrorCodes.WorkspaceNotFound, 404, Grpc.NotFound, Tool, ExitCodes.NotFound, "No such workspace"),
            new(ErrorCodes.WorkspaceGone, 410, Grpc.NotFound, Tool, ExitCodes.NotFound, "Workspace gone"),
            new(ErrorCodes.WorkspaceEscape, 400, Grpc.InvalidArgument, Tool, ExitCodes.Usage, "Path outside the workspace"),
            new(ErrorCodes.WorkspaceNameTaken, 409, Grpc.AlreadyExists, Tool, ExitCodes.Conflict, "Name of a workspace taken"),

            new(ErrorCodes.TaskNotFound, 404, Grpc.NotFound, Tool, ExitCodes.NotFound, "No such task"),
            new(ErrorCodes.TaskAmbiguous, 409, Grpc.FailedPrecondition, Tool, ExitCodes.Conflict, "Several tasks fit"),
            new(ErrorCodes.TaskActive, 409, Grpc.FailedPrecondition, Tool, ExitCodes.Conflict, "Task is running"),
            new(ErrorCodes.TaskEnded, 409, Grpc.FailedPrecondition, Tool, ExitCodes.Conflict, "Task has ended"),
            new(ErrorCodes.TaskNotStarted, 409, Grpc.FailedPrecondition, Tool, ExitCodes.Conflict, "Task not started"),
            new(ErrorCodes.TaskPolicyRefused, 403, Grpc.PermissionDenied, Tool, ExitCodes.Failure, "Refused by policy"),
            new(ErrorCodes.TaskSandboxUnavailable, 412, Grpc.FailedPrecondition, Tool, ExitCodes.Failure, "No sandbox"),
            new(ErrorCodes.TaskStartRefused, 412, Grpc.FailedPrecondition, Tool, ExitCodes.Conflict, "Start refused"),
            new(ErrorCodes.TaskApprovalRequired, 412, Grpc.FailedPrecondition, Tool, ExitCodes.Conflict, "Approval required"),
            new(ErrorCodes.TaskStartFailed, 412, Grpc.FailedPrecondition, Tool, ExitCodes.Failure, "Task not started"),
            new(ErrorCodes.TaskApprovalUnknown, 404, Grpc.NotFound, Tool, ExitCodes.NotFound, "No such request"),
            new(ErrorCodes.TaskApprovalOver, 409, Grpc.FailedPrecondition, Tool, ExitCodes.Conflict, "Request is over"),
            new(ErrorCodes.TaskNotListening, 409, Grpc.FailedPrecondition, Tool, ExitCodes.Conflict, "Agent does not listen"),
            new(ErrorCodes.TaskNotIsolated, 409, Grpc.FailedPrecondition, Tool, ExitCodes.Conflict, "Task has no worktree"),
            new(ErrorCodes.TaskNotCleaned, 409, Grpc.FailedPrecondition, Tool, ExitCodes.Conflict, "Worktree still there"),
            new(ErrorCodes.TaskOwnAgent, 403, Grpc.PermissionDenied, Tool, ExitCodes.Failure, "Not for agents of tasks"),
            new(ErrorCodes.AuditBroken, 422, Grpc.FailedPrecondition, Tool, ExitCodes.Failure, "Audit export changed"),

            new(ErrorCodes.RunnerNotFound, 400, Grpc.InvalidArgument, Tool, ExitCodes.NotFound, "No such runner"),
            new(ErrorCodes.RunnerArgumentTooLong, 400, Grpc.InvalidArgument, Tool, ExitCodes.Usage, "Argument too long"),
            new(ErrorCodes.RunnerToolsNotLimited, 412, Grpc.FailedPrecondition, Tool, ExitCodes.Conflict, "MCP tools cannot be limited"),

            new(ErrorCodes.GitNotFound, 500, Grpc.Internal, Tool, ExitCodes.Failure, "git not found"),
            new(ErrorCodes.GitFailed, 500, Grpc.Internal, Tool, ExitCodes.Failure, "git failed"),
            new(ErrorCodes.GitPushRejected, 409, Grpc.FailedPrecondition, Tool, ExitCodes.Conflict, "Push rejected"),
            new(ErrorCodes.GitRemoteNotFound, 404, Grpc.NotFound, Tool, ExitCodes.NotFound, "No such remote"),
            new(ErrorCodes.WorktreeBaseNotFound, 404, Grpc.NotFound, Tool, ExitCodes.NotFound, "No such base"),
            new(ErrorCodes.WorktreeExists, 409, Grpc.AlreadyExists, Tool, ExitCodes.Conflict, "Worktree exists"),
            new(ErrorCodes.WorktreeGone, 410, Grpc.NotFound, Tool, ExitCodes.NotFound, "Worktree gone"),
            new(ErrorCodes.WorktreeUnmerged, 409, Grpc.FailedPrecondition, Tool, ExitCodes.Conflict, "Unmerged work"),
            new(ErrorCodes.WorktreeBusy, 409, Grpc.FailedPrecondition, Tool, ExitCodes.Conflict, "Operation in progress"),
            new(ErrorCodes.WorktreeFileNotInDiff, 404, Grpc.NotFound, Tool, ExitCodes.NotFound, "File not in the diff"),
            new(ErrorCodes.MergeConflicts, 409, Grpc.FailedPrecondition, Tool, ExitCodes.Conflict, "Conflicts"),
            new(ErrorCodes.MergeTargetDirty, 409, Grpc.FailedPrecondition, Tool, ExitCodes.Conflict, "Target has changes"),
            new(ErrorCodes.MergeWouldOverwrite, 409, Grpc.FailedPrecondition, Tool, ExitCodes.Conflict, "Untracked files in the way"),
            new(ErrorCodes.MergeTargetBusy, 409, Grpc.FailedPrecondition, Tool, ExitCodes.Conflict, "Target busy"),
            new(ErrorCodes.MergeTargetMoved, 409, Grpc.FailedPrecondition, Tool, ExitCodes.Conflict, "Target moved"),
            new(ErrorCodes.MergeHeadMoved, 409, Grpc.FailedPrecondition, Tool, ExitCodes.Conflict, "Not what was reviewed"),
            new(ErrorCodes.MergeNothing, 409, Grpc.FailedPrecondition, Tool, ExitCodes.Conflict, "Nothing to merge"),
            new(ErrorCodes.MergeAlreadyMerged, 409, Grpc.AlreadyExists, Tool, ExitCodes.Conflict, "Already merged"),
            new(ErrorCodes.MergeFilesNotAllowed, 403, Grpc.PermissionDenied, Tool, ExitCodes.Failure, "Files not allowed"),

            new(ErrorCodes.ProcessSpawnFailed, 500, Grpc.Internal, Tool, ExitCodes.Failure, "Process not started"),
            new(ErrorCodes.ProcessProgramNotFound, 400, Grpc.InvalidArgument, Tool, ExitCodes.NotFound, "Program not found"),
            new(ErrorCodes.ProcessProgramIsDirectory, 400, Grpc.InvalidArgument, Tool, ExitCodes.Usage, "Program is a folder"),
            new(ErrorCodes.ProcessNotExecutable, 400, Grpc.InvalidArgument, Tool, ExitCodes.Usage, "Program not executable"),
            new(ErrorCodes.ProcessArgumentsTooLong, 400, Grpc.InvalidArgument, Tool, ExitCodes.Usage, "Arguments too long"),
            new(ErrorCodes.ProcessLimitsUnavailable, 400, Grpc.FailedPrecondition, Tool, ExitCodes.Failure, "Limits unavailable"),

            new(ErrorCodes.RequestCommandEmpty, 400, Grpc.InvalidArgument, Tool, ExitCodes.Usage, "No command"),
            new(ErrorCodes.RequestCwdNotFound, 400, Grpc.InvalidArgument, Tool, ExitCodes.NotFound, "Working directory not found"),
            new(ErrorCodes.RequestEnvFileUnreadable, 400, Grpc.InvalidArgument, Tool, ExitCodes.NotFound, "Environment file unreadable"),
            new(ErrorCodes.RequestInvalidJson, 400, Grpc.InvalidArgument, Protocol, ExitCodes.Usage, "Invalid JSON"),
            new(ErrorCodes.RequestUnknownField, 400, Grpc.InvalidArgument, Tool, ExitCodes.Usage, "Unknown field"),
            new(ErrorCodes.RequestUnknownParameter, 400, Grpc.InvalidArgument, Protocol, ExitCodes.Usage, "Unknown parameter"),
            new(ErrorCodes.RequestMissingField, 400, Grpc.InvalidArgument, Tool, ExitCodes.Usage, "Missing field"),
            new(ErrorCodes.RequestInvalidValue, 400, Grpc.InvalidArgument, Tool, ExitCodes.Usage, "Invalid value"),
            new(ErrorCodes.RequestPatternTooSlow, 400, Grpc.InvalidArgument, Tool, ExitCodes.Usage, "Pattern too slow"),
            new(ErrorCodes.RequestInvalidPattern, 400, Grpc.InvalidArgument, Tool, ExitCodes.Usage, "Invalid pattern"),
            new(ErrorCodes.RequestUnknownSignal, 400, Grpc.InvalidArgument, Tool, ExitCodes.Usage, "Unknown signal"),
            new(ErrorCodes.RequestTooLarge, 413, Grpc.ResourceExhausted, Protocol, ExitCodes.Usage, "Body too large"),
            new(ErrorCodes.RequestHeadersTooLarge, 431, Grpc.ResourceExhausted, Protocol, ExitCodes.Usage, "Headers too large"),
            new(ErrorCodes.RequestLineTooLong, 414, Grpc.ResourceExhausted, Protocol, ExitCodes.Usage, "Request line too long"),
            new(ErrorCodes.RequestVersionUnsupported, 505, Grpc.Unimplemented, Protocol, ExitCodes.Usage, "HTTP version not supported"),
            new(ErrorCodes.RequestUnsupportedMediaType, 415, Grpc.InvalidArgument, Protocol, ExitCodes.Usage, "Unsupported media type"),
            new(ErrorCodes.RequestMalformed, 400, Grpc.InvalidArgument, Protocol, ExitCodes.Usage, "Malformed request"),
            new(ErrorCodes.RequestTimeout, 408, Grpc.DeadlineExceeded, Protocol, ExitCodes.Timeout, "Request timeout"),
            new(ErrorCodes.RequestUsage, 400, Grpc.InvalidArgument, Protocol, ExitCodes.Usage, "Wrong command line"),
            new(ErrorCodes.RequestInterrupted, 499, Grpc.Cancelled, Tool, ExitCodes.Interrupted, "Interrupted"),

            new(ErrorCodes.RouteNotFound, 404, Grpc.Unimplemented, Protocol, ExitCodes.Failure, "No such path"),
            new(ErrorCodes.RouteMethodNotAllowed, 405, Grpc.Unimplemented, Protocol, ExitCodes.Failure, "Verb not allowed"),

            new(ErrorCodes.AccessTokenRequired, 401, Grpc.Unauthenticated, Protocol, ExitCodes.Failure, "Token required"),
            new(ErrorCodes.AccessTokenInvalid, 401, Grpc.Unauthenticated, Protocol, ExitCodes.Failure, "Token invalid"),
            new(ErrorCodes.AccessHostForbidden, 403, Grpc.PermissionDenied, Protocol, ExitCodes.Failure, "Host not allowed"),
            new(ErrorCodes.AccessOriginForbidden, 403, Grpc.PermissionDenied, Protocol, ExitCodes.Failure, "Origin not allowed"),
            new(ErrorCodes.AccessPeerForbidden, 403, Grpc.PermissionDenied, Protocol, ExitCodes.Failure, "User not allowed"),
            new(ErrorCodes.AccessListenNeedsToken, 400, Grpc.FailedPrecondition, Protocol, ExitCodes.Usage, "Address needs a token"),

            new(ErrorCodes.WatchUnreadable, 400, Grpc.InvalidArgument, Tool, ExitCodes.NotFound, "Watch path unreadable"),
            new(ErrorCodes.WatchLimitReached, 503, Grpc.ResourceExhausted, Tool, ExitCodes.Failure, "Out of file watches"),

            new(ErrorCodes.LogCursorExpired, 410, Grpc.OutOfRange, Tool, ExitCodes.Failure, "Cursor expired"),
            new(ErrorCodes.LogCursorInvalid, 400, Grpc.InvalidArgument, Tool, ExitCodes.Usage, "Cursor invalid"),
            new(ErrorCodes.LogDegraded, 507, Grpc.ResourceExhausted, Tool, ExitCodes.Failure, "Log cannot be written"),
            new(ErrorCodes.LogUnreadable, 500, Grpc.Internal, Tool, ExitCodes.Failure, "Log cannot be read"),

            new(ErrorCodes.WaitTimeout, 504, Grpc.DeadlineExceeded, Tool, ExitCodes.Timeout, "Waited in vain"),

            new(ErrorCodes.StorageUnavailable, 503, Grpc.Unavailable, Tool, ExitCodes.Failure, "Database unavailable"),
            new(ErrorCodes.StorageFull, 507, Grpc.ResourceExhausted, Tool, ExitCodes.Failure, "Disk full"),
            new(ErrorCodes.StorageReadOnly, 503, Grpc.Unavailable, Tool, ExitCodes.Failure, "Data folder read-only"),
            new(ErrorCodes.StorageTooNew, 500, Grpc.FailedPrecondition, Tool, ExitCodes.Failure, "Database too new"),

            new(ErrorCodes.DaemonUnreachable, 503, Grpc.Unavailable, Tool, ExitCodes.DaemonUnreachable, "Daemon unreachable"),
            new(ErrorCodes.DaemonAlreadyRunning, 409, Grpc.AlreadyExists, Tool, ExitCodes.Conflict, "Daemon already running"),
            new(ErrorCodes.DaemonStartFailed, 503, Grpc.Unavailable, Tool, ExitCodes.DaemonUnreachable, "Daemon did not start"),
            new(ErrorCodes.DaemonStopping, 503, Grpc.Unavailable, Tool, ExitCodes.DaemonUnreachable, "Daemon stopping"),
            new(ErrorCodes.DaemonStarting, 503, Grpc.Unavailable, Tool, ExitCodes.DaemonUnreachable, "Daemon starting"),
            new(ErrorCodes.DaemonListenFailed, 503, Grpc.Unavailable, Tool, ExitCodes.DaemonUnreachable, "Address not usable"),
            new(ErrorCodes.DaemonConfigInvalid, 400, Grpc.FailedPrecondition, Tool, ExitCodes.Usage, "Configuration invalid"),
            new(ErrorCodes.DaemonUnsupportedPlatform, 501, Grpc.Unimplemented, Tool, ExitCodes.Failure, "Platform not supported"),
            new(ErrorCodes.DaemonAnswerUnknown, 502, Grpc.Internal, Tool, ExitCodes.Failure, "Answer not understood"),

            new(ErrorCodes.InstallFailed, 500, Grpc.Internal, Tool, ExitCodes.Failure, "Not installed"),
            new(ErrorCodes.InstallNotFound, 404, Grpc.NotFound, Tool, ExitCodes.NotFound, "Nothing installed"),
            new(ErrorCodes.InternalError, 500, Grpc.Internal, Tool, ExitCodes.Failure, "Internal error"),
        ];
    }

    // https://grpc.io/docs/guides/status-codes/
    private static class Grpc
    {
        internal const int Cancelled = 1;
        internal const int InvalidArgument = 3;
        internal const int DeadlineExceeded = 4;
        internal const int NotFound = 5;
        internal const int AlreadyExists = 6;
        internal const int PermissionDenied = 7;
        internal const int ResourceExhausted = 8;
        internal const int FailedPrecondition = 9;
        internal const int OutOfRange = 11;
        internal const int Unimplemented = 12;
        internal const int Internal = 13;
        internal const int Unavailable = 14;
        internal const int Unauthenticated = 16;
    }
}
