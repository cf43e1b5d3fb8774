using Drover.Contracts.Errors;

namespace Drover.Daemon.Edges.Mcp.Offers;

/// <summary>What a model may do about a failure, in words of tools where docs/errors.md speaks of the command line.</summary>
internal static class ToolHints
{
    private static readonly Dictionary<string, string> ByCode = new(StringComparer.Ordinal)
    {
        [ErrorCodes.SessionNotFound] = "list_processes shows all of them, ended ones too.",
        [ErrorCodes.SessionAmbiguous] = "Give the pid, or more of the id.",
        [ErrorCodes.SessionAlreadyRunning] = "Use that one, or restart_process to run it anew.",
        [ErrorCodes.SessionNotRunning] = "restart_process starts it again; get_process_status says how it ended.",
        [ErrorCodes.SessionStdinClosed] = "It takes no input any more; restart_process gives it a new standard input.",
        [ErrorCodes.SessionStdinFull] = "It does not read. Send less, or later.",
        [ErrorCodes.SessionUnavailable] = "Call again in a moment.",
        [ErrorCodes.JobNotFound] = "list_jobs with all shows those that are kept.",
        [ErrorCodes.JobEnded] = "get_job_output has its end and its output.",
        [ErrorCodes.TaskNotFound] = "task_status without task_id shows the latest.",
        [ErrorCodes.TaskAmbiguous] = "Give the whole id.",
        [ErrorCodes.TaskActive] = "task_status with wait_ms waits for its end; stop_task ends it.",
        [ErrorCodes.TaskEnded] = "start_task makes another attempt.",
        [ErrorCodes.TaskNotStarted] = "start_task starts it.",
        [ErrorCodes.TaskApprovalRequired] = "Ask the user: only a person can approve.",
        [ErrorCodes.TaskNotListening] = "Wait for its end with task_status, then reply.",
        [ErrorCodes.TaskOwnAgent] = "Ask the user: what a task has started may not do this.",
        [ErrorCodes.ProcessProgramNotFound] = "Check the spelling, working_directory and PATH.",
        [ErrorCodes.RequestCwdNotFound] = "Give an absolute working_directory that exists.",
        [ErrorCodes.RequestUnknownField] = "Leave it out or correct its name; the tool's inputSchema has all of them.",
        [ErrorCodes.RequestMissingField] = "Add it; the tool's inputSchema says what is needed.",
        [ErrorCodes.RequestInvalidValue] = "The tool's inputSchema says what is allowed.",
        [ErrorCodes.RequestInvalidPattern] = "Correct the regular expression.",
        [ErrorCodes.RequestPatternTooSlow] = "Use a simpler regular expression, without nested repetition.",
        [ErrorCodes.LogCursorExpired] = "Read on without since_seq, or from first_seq.",
        [ErrorCodes.LogCursorInvalid] = "Pass the cursor of an answer back as it is.",
        [ErrorCodes.WaitTimeout] = "It goes on running. Wait again, or read its output.",
        [ErrorCodes.StorageFull] = "Tell the user: the disk of Drover's data folder is full.",
        [ErrorCodes.DaemonStopping] = "Call again in a moment.",
        [ErrorCodes.DaemonStarting] = "Call again in a moment.",
        [ErrorCodes.InternalError] = "Do not repeat the call; tell the user what happened.",
    };

    public static string? Of(string code) => ByCode.GetValueOrDefault(code);
}
