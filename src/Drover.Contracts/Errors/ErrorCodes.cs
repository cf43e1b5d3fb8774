namespace Drover.Contracts.Errors;

/// <summary>Every stable error code. What each means and what to do next is in docs/errors.md; how it shows at each edge in <see cref="ErrorCatalog"/>.</summary>
public static class ErrorCodes
{
    /// <summary>No session has this id, prefix or label.</summary>
    public const string SessionNotFound = "session.not_found";

    /// <summary>The prefix or label fits several sessions. <c>details.candidates</c> lists them.</summary>
    public const string SessionAmbiguous = "session.ambiguous";

    /// <summary>An active session has this label already. <c>details.id</c> is its id.</summary>
    public const string SessionAlreadyRunning = "session.already_running";

    /// <summary>The session has no process.</summary>
    public const string SessionNotRunning = "session.not_running";

    /// <summary>The session is active and can therefore not be removed.</summary>
    public const string SessionActive = "session.active";

    /// <summary>The session's process lives, but the daemon that was started again cannot take it up yet.</summary>
    public const string SessionUnavailable = "session.unavailable";

    /// <summary>Processes of the session outlived KILL, or something of it holds its port. <c>details.left</c> names them.</summary>
    public const string SessionStopIncomplete = "session.stop_incomplete";

    /// <summary>The session's standard input is /dev/null or has been closed.</summary>
    public const string SessionStdinClosed = "session.stdin_closed";

    /// <summary>The session does not read its standard input: the pipe is full. <c>details.written</c> is what got in.</summary>
    public const string SessionStdinFull = "session.stdin_full";

    /// <summary>A session named in <c>depends_on</c> does not exist, ended, or depends on this one.</summary>
    public const string SessionDependencyFailed = "session.dependency_failed";

    /// <summary>The session argument was left out and no session is active.</summary>
    public const string SessionNoneActive = "session.none_active";

    /// <summary>The session argument was left out and several sessions are active.</summary>
    public const string SessionNotNamed = "session.not_named";

    /// <summary>No project file from the folder upwards, or no project has this name.</summary>
    public const string ProjectNotFound = "project.not_found";

    /// <summary>The project has no process with this name.</summary>
    public const string ProjectProcessNotFound = "project.process_not_found";

    /// <summary>The project file, or an environment file it names, cannot be read.</summary>
    public const string ProjectFileUnreadable = "project.file_unreadable";

    /// <summary>The project file is not what it should be. <c>details.line</c> and <c>details.column</c> say where.</summary>
    public const string ProjectFileInvalid = "project.file_invalid";

    /// <summary>The project file has a key that does not exist there.</summary>
    public const string ProjectUnknownKey = "project.unknown_key";

    /// <summary>A process depends on one that the file does not have.</summary>
    public const string ProjectDependencyUnknown = "project.dependency_unknown";

    /// <summary>Processes depend on each other in a circle. The message names it.</summary>
    public const string ProjectDependencyCycle = "project.dependency_cycle";

    /// <summary>A text refers to a port that does not exist, e.g. <c>${api.port}</c> where api has none.</summary>
    public const string ProjectReferenceUnknown = "project.reference_unknown";

    /// <summary>A port the file asks for is taken. The message names the holder.</summary>
    public const string ProjectPortTaken = "project.port_taken";

    /// <summary>There is a project file already where one was to be written.</summary>
    public const string ProjectFileExists = "project.file_exists";

    /// <summary>Nobody answers behind a project's URL. The message says which process it is and how that is.</summary>
    public const string ProjectNotAnswering = "project.not_answering";

    /// <summary>There is no git on the daemon's PATH.</summary>
    public const string GitNotFound = "git.not_found";

    /// <summary>git could not do what it was told. The message has its words.</summary>
    public const string GitFailed = "git.failed";

    /// <summary>The remote refused the push, or has commits that the branch has not.</summary>
    public const string GitPushRejected = "git.push_rejected";

    /// <summary>The repository has no remote with this name.</summary>
    public const string GitRemoteNotFound = "git.remote_not_found";

    /// <summary>The base asked for is no commit of the repository.</summary>
    public const string WorktreeBaseNotFound = "worktree.base_not_found";

    /// <summary>The folder of the worktree is there already.</summary>
    public const string WorktreeExists = "worktree.exists";

    /// <summary>Neither the worktree nor a branch with its work is left.</summary>
    public const string WorktreeGone = "worktree.gone";

    /// <summary>The worktree has work that was not merged.</summary>
    public const string WorktreeUnmerged = "worktree.unmerged";

    /// <summary>A rebase, merge or cherry-pick is in progress in the worktree.</summary>
    public const string WorktreeBusy = "worktree.busy";

    /// <summary>The file asked for is not one of the diff's.</summary>
    public const string WorktreeFileNotInDiff = "worktree.file_not_in_diff";

    /// <summary>The work and its target changed the same lines. <c>details.files</c> and <c>details.conflicts</c> say where.</summary>
    public const string MergeConflicts = "merge.conflicts";

    /// <summary>Files that the merge touches have uncommitted changes in the target. <c>details.files</c> lists them.</summary>
    public const string MergeTargetDirty = "merge.target_dirty";

    /// <summary>Untracked files stand where the merge would write. <c>details.files</c> lists them.</summary>
    public const string MergeWouldOverwrite = "merge.would_overwrite";

    /// <summary>A merge, rebase or cherry-pick is in progress in the target.</summary>
    public const string MergeTargetBusy = "merge.target_busy";

    /// <summary>The target got a new commit while the merge was made. Nothing was changed.</summary>
    public const string MergeTargetMoved = "merge.target_moved";

    /// <summary>The work is not at <c>expected_head</c> any more. <c>details.head</c> is where it is.</summary>
    public const string MergeHeadMoved = "merge.head_moved";

    /// <summary>The work has no changes against its base.</summary>
    public const string MergeNothing = "merge.nothing";

    /// <summary>The target has all of it already.</summary>
    public const string MergeAlreadyMerged = "merge.already_merged";

    /// <summary>Changed files are outside <c>allowed_file_globs</c>. <c>details.files</c> lists them.</summary>
    public const string MergeFilesNotAllowed = "merge.files_not_allowed";

    /// <summary>The process could not be started. <c>details.errno</c> says why.</summary>
    public const string ProcessSpawnFailed = "process.spawn_failed";

    /// <summary>The program is not on the caller's PATH, or the path does not exist.</summary>
    public const string ProcessProgramNotFound = "process.program_not_found";

    /// <summary>The program is a folder.</summary>
    public const string ProcessProgramIsDirectory = "process.program_is_directory";

    /// <summary>The program's file may not be executed.</summary>
    public const string ProcessNotExecutable = "process.not_executable";

    /// <summary>Arguments and environment together are larger than the system takes.</summary>
    public const string ProcessArgumentsTooLong = "process.arguments_too_long";

    /// <summary>Limits were asked for and this system offers no writable cgroup.</summary>
    public const string ProcessLimitsUnavailable = "process.limits_unavailable";

    /// <summary>The command is empty, or both or none of <c>command</c> and <c>shell</c> are given.</summary>
    public const string RequestCommandEmpty = "request.command_empty";

    /// <summary>The working directory does not exist or is not a folder.</summary>
    public const string RequestCwdNotFound = "request.cwd_not_found";

    /// <summary>The environment file cannot be read.</summary>
    public const string RequestEnvFileUnreadable = "request.env_file_unreadable";

    /// <summary>The body is not JSON, or a value has the wrong type. <c>details.path</c> says where.</summary>
    public const string RequestInvalidJson = "request.invalid_json";

    /// <summary>The body has a field that does not exist. <c>details.field</c> names it.</summary>
    public const string RequestUnknownField = "request.unknown_field";

    /// <summary>A query parameter does not exist. <c>details.field</c> names it.</summary>
    public const string RequestUnknownParameter = "request.unknown_parameter";

    /// <summary>A required field is missing. <c>details.field</c> names it.</summary>
    public const string RequestMissingField = "request.missing_field";

    /// <summary>A value is out of its range or not one of its words. <c>details.field</c> names it.</summary>
    public const string RequestInvalidValue = "request.invalid_value";

    /// <summary>A regular expression does not compile. <c>details.field</c> names it.</summary>
    public const string RequestInvalidPattern = "request.invalid_pattern";

    /// <summary>A regular expression took too long on a line; what was found until then would look like all.</summary>
    public const string RequestPatternTooSlow = "request.pattern_too_slow";

    /// <summary>The signal's name or number is unknown.</summary>
    public const string RequestUnknownSignal = "request.unknown_signal";

    /// <summary>The body is larger than allowed.</summary>
    public const string RequestTooLarge = "request.too_large";

    /// <summary>The headers are larger or more than allowed.</summary>
    public const string RequestHeadersTooLarge = "request.headers_too_large";

    /// <summary>The request line is longer than allowed.</summary>
    public const string RequestLineTooLong = "request.line_too_long";

    /// <summary>The request is of a version of HTTP that is not spoken here.</summary>
    public const string RequestVersionUnsupported = "request.version_unsupported";

    /// <summary>The body has no or another Content-Type than this call takes.</summary>
    public const string RequestUnsupportedMediaType = "request.unsupported_media_type";

    /// <summary>The request is not HTTP as it should be.</summary>
    public const string RequestMalformed = "request.malformed";

    /// <summary>The request did not arrive in time.</summary>
    public const string RequestTimeout = "request.timeout";

    /// <summary>The command line is wrong.</summary>
    public const string RequestUsage = "request.usage";

    /// <summary>No such path.</summary>
    public const string RouteNotFound = "route.not_found";

    /// <summary>The path exists, but not with this verb. <c>details.allow</c> lists the verbs.</summary>
    public const string RouteMethodNotAllowed = "route.method_not_allowed";

    /// <summary>A token is required and none was sent.</summary>
    public const string AccessTokenRequired = "access.token_required";

    /// <summary>The token is wrong.</summary>
    public const string AccessTokenInvalid = "access.token_invalid";

    /// <summary>The Host header is none of the daemon's names.</summary>
    public const string AccessHostForbidden = "access.host_forbidden";

    /// <summary>The request comes from a page of another origin.</summary>
    public const string AccessOriginForbidden = "access.origin_forbidden";

    /// <summary>The connection belongs to another user of this machine.</summary>
    public const string AccessPeerForbidden = "access.peer_forbidden";

    /// <summary>An address beyond loopback was asked for without a token.</summary>
    public const string AccessListenNeedsToken = "access.listen_needs_token";

    /// <summary>A watched path does not exist or cannot be read.</summary>
    public const string WatchUnreadable = "watch.unreadable";

    /// <summary>The system gives no more file watches. The message says which limit to raise.</summary>
    public const string WatchLimitReached = "watch.limit_reached";

    /// <summary>The cursor points at lines that are not retained any more and gaps were not allowed.</summary>
    public const string LogCursorExpired = "log.cursor_expired";

    /// <summary>The cursor is not one this daemon has given.</summary>
    public const string LogCursorInvalid = "log.cursor_invalid";

    /// <summary>The log cannot be written at the moment: disk full or failing. The processes wait, nothing is lost.</summary>
    public const string LogDegraded = "log.degraded";

    /// <summary>The log's files cannot be read.</summary>
    public const string LogUnreadable = "log.unreadable";

    /// <summary>What was waited for has not come in the given time; the session goes on.</summary>
    public const string WaitTimeout = "wait.timeout";

    /// <summary>The database does not answer.</summary>
    public const string StorageUnavailable = "storage.unavailable";

    /// <summary>The disk of the data folder is full.</summary>
    public const string StorageFull = "storage.full";

    /// <summary>The data folder cannot be written.</summary>
    public const string StorageReadOnly = "storage.read_only";

    /// <summary>The database was written by a newer Drover.</summary>
    public const string StorageTooNew = "storage.too_new";

    /// <summary>No job has this id.</summary>
    public const string JobNotFound = "job.not_found";

    /// <summary>The job has ended; there is nothing to cancel.</summary>
    public const string JobEnded = "job.ended";

    /// <summary>No test framework was found; the message lists what was looked for.</summary>
    public const string TestsNoneDetected = "tests.none_detected";

    /// <summary>Neither a model nor a rule has a command for the goal.</summary>
    public const string SuggestNoSuggestion = "suggest.no_suggestion";

    /// <summary>No terminal has this id, or several ids begin with it.</summary>
    public const string TerminalNotFound = "terminal.not_found";

    /// <summary>As many terminals run as there may be.</summary>
    public const string TerminalTooMany = "terminal.too_many";

    /// <summary>No task has this id.</summary>
    public const string TaskNotFound = "task.not_found";

    /// <summary>Several tasks begin with what was given.</summary>
    public const string TaskAmbiguous = "task.ambiguous";

    /// <summary>The task is running, so this cannot be done now.</summary>
    public const string TaskActive = "task.active";

    /// <summary>The task has ended.</summary>
    public const string TaskEnded = "task.ended";

    /// <summary>The task has not been started yet.</summary>
    public const string TaskNotStarted = "task.not_started";

    /// <summary>The task's policy forbids what was asked for.</summary>
    public const string TaskPolicyRefused = "task.policy_refused";

    /// <summary>The task has to run inside the sandbox, and there is none.</summary>
    public const string TaskSandboxUnavailable = "task.sandbox_unavailable";

    /// <summary>The task's policy refuses the start.</summary>
    public const string TaskStartRefused = "task.start_refused";

    /// <summary>The task has to be approved before it starts.</summary>
    public const string TaskApprovalRequired = "task.approval_required";

    /// <summary>An attempt could not be started.</summary>
    public const string TaskStartFailed = "task.start_failed";

    /// <summary>The agent has not asked for this.</summary>
    public const string TaskApprovalUnknown = "task.approval_unknown";

    /// <summary>Nobody waits for this answer any more.</summary>
    public const string TaskApprovalOver = "task.approval_over";

    /// <summary>The agent takes no replies while it works.</summary>
    public const string TaskNotListening = "task.not_listening";

    /// <summary>The task has no worktree.</summary>
    public const string TaskNotIsolated = "task.not_isolated";

    /// <summary>The task's worktree is still there.</summary>
    public const string TaskNotCleaned = "task.not_cleaned";

    /// <summary>A process that a task has started may not act on tasks.</summary>
    public const string TaskOwnAgent = "task.own_agent";

    /// <summary>An audit export is not as it was written.</summary>
    public const string AuditBroken = "audit.broken";

    /// <summary>No workspace has this name, or the path is no folder.</summary>
    public const string WorkspaceNotFound = "workspace.not_found";

    /// <summary>The folder of the workspace is not there any more.</summary>
    public const string WorkspaceGone = "workspace.gone";

    /// <summary>The path leads out of the workspace.</summary>
    public const string WorkspaceEscape = "workspace.escape";

    /// <summary>Another workspace has this name.</summary>
    public const string WorkspaceNameTaken = "workspace.name_taken";

    /// <summary>No runner has this name.</summary>
    public const string RunnerNotFound = "runner.not_found";

    /// <summary>A command or prompt is longer than what the system passes to a program as an argument, or cannot be one.</summary>
    public const string RunnerArgumentTooLong = "runner.argument_too_long";

    /// <summary>The task names the MCP tools that may be used, and its runner cannot be held to that.</summary>
    public const string RunnerToolsNotLimited = "runner.tools_not_limited";

    /// <summary>No daemon answers, and none was to be started or none came up.</summary>
    public const string DaemonUnreachable = "daemon.unreachable";

    /// <summary>A daemon works on this data folder already.</summary>
    public const string DaemonAlreadyRunning = "daemon.already_running";

    /// <summary>The daemon ended during its start. The message has its last lines.</summary>
    public const string DaemonStartFailed = "daemon.start_failed";

    /// <summary>The daemon is about to stop and takes no new work.</summary>
    public const string DaemonStopping = "daemon.stopping";

    /// <summary>The daemon still recovers its sessions and does not answer this call yet.</summary>
    public const string DaemonStarting = "daemon.starting";

    /// <summary>An address to listen on is taken or may not be used.</summary>
    public const string DaemonListenFailed = "daemon.listen_failed";

    /// <summary>The configuration has an unknown key or a wrong value.</summary>
    public const string DaemonConfigInvalid = "daemon.config_invalid";

    /// <summary>This system cannot run the daemon.</summary>
    public const string DaemonUnsupportedPlatform = "daemon.unsupported_platform";

    /// <summary>The answer is not one this program understands: another version, or not Drover.</summary>
    public const string DaemonAnswerUnknown = "daemon.answer_unknown";

    /// <summary>Something is installed there that Drover did not put there, or cannot be written.</summary>
    public const string InstallFailed = "install.failed";

    /// <summary>There is nothing of Drover below that prefix.</summary>
    public const string InstallNotFound = "install.not_found";

    /// <summary>The caller gave up.</summary>
    public const string RequestInterrupted = "request.interrupted";

    /// <summary>A bug. The trace id finds it in the daemon's log.</summary>
    public const string InternalError = "internal.error";
}
