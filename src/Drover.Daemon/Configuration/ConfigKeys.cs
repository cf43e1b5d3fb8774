namespace Drover.Daemon.Configuration;

/// <summary>Every key there is. A new one is a line here and a property of <see cref="DaemonOptions"/>.</summary>
internal static class ConfigKeys
{
    public static readonly ConfigKey Listen = new("listen", "127.0.0.1:7777", "Addresses to listen on besides the unix socket, separated by commas; beyond loopback a token is required. `none` for the socket alone.");
    public static readonly ConfigKey Token = new("token", null, "Bearer token that every TCP request must carry.", Secret: true);
    public static readonly ConfigKey TokenFile = new("token_file", null, "File with the token on its first line; a relative path starts in the config folder.");
    public static readonly ConfigKey PeerCheck = new("peer_check", "true", "Whether TCP connections over loopback must come from a process of the same user (or root).");
    public static readonly ConfigKey HttpHosts = new("http.hosts", "", "Names, separated by commas, that the Host header may have besides localhost, 127.0.0.1 and [::1]; `name` means with the port listened on, `name:port` exactly that.");
    public static readonly ConfigKey HttpMaxBodyBytes = new("http.max_body_bytes", "10MB", "Largest request body.");
    public static readonly ConfigKey HttpMaxHeaderBytes = new("http.max_header_bytes", "32KiB", "Largest request header section.");
    public static readonly ConfigKey LogsSegmentBytes = new("logs.segment_bytes", "8MiB", "Size at which a log file is ended and the next begun.");
    public static readonly ConfigKey LogsRetainBytesPerStream = new("logs.retain_bytes_per_stream", "64MiB", "Bytes of stdout and of stderr kept for each session, at least.");
    public static readonly ConfigKey LogsRetainLinesPerStream = new("logs.retain_lines_per_stream", "10000", "Lines of stdout and of stderr kept for each session, at least.");
    public static readonly ConfigKey LogsRetainLinesBlended = new("logs.retain_lines_blended", "20000", "Lines over all streams kept for each session, at least.");
    public static readonly ConfigKey LogsTotalBytes = new("logs.total_bytes", "2GiB", "Bytes of all sessions' logs; beyond it the oldest ended sessions lose theirs first.");
    public static readonly ConfigKey SessionsGraceMs = new("sessions.grace_ms", "2000", "Milliseconds between TERM and KILL when a session does not say.");
    public static readonly ConfigKey SessionsDebounceMs = new("sessions.debounce_ms", "250", "Milliseconds of quiet after a file change before the restart, when a session does not say.");
    public static readonly ConfigKey JobsKeep = new("jobs.keep", "200", "Ended jobs that are kept with their output, the last ones.");
    public static readonly ConfigKey JobsRetainBytesPerStream = new("jobs.retain_bytes_per_stream", "2GiB", "Bytes of stdout and of stderr kept for each job, at least; logs.total_bytes is stronger.");
    public static readonly ConfigKey TasksMaxParallel = new("tasks.max_parallel", "8", "Attempts at tasks that run at once; further ones wait for their turn.");
    public static readonly ConfigKey TasksMaxParallelPerWorkspace = new("tasks.max_parallel_per_workspace", "4", "Of these, attempts in one workspace.");
    public static readonly ConfigKey TasksStallMinutes = new("tasks.stall_minutes", "10", "Minutes without an event after which it is said that an attempt stalls.");
    public static readonly ConfigKey TasksRetainBytesPerStream = new("tasks.retain_bytes_per_stream", "512MiB", "Bytes of what the agent of each task printed that are kept, at least; logs.total_bytes is stronger.");
    public static readonly ConfigKey NotifyCommand = new("notify.command", null, "A line for the shell that is run when a task wants a person or has ended; DROVER_TASK_TITLE, DROVER_TASK_STATUS and DROVER_TASK_MESSAGE tell it which.");
    public static readonly ConfigKey DaemonLogBytes = new("daemon.log_bytes", "10MiB", "Size at which daemon.log becomes daemon.log.1 and a new one is begun.");
    public static readonly ConfigKey DaemonLogLevel = new("daemon.log_level", "information", "Least level written to daemon.log: trace, debug, information, warning or error.");
    public static readonly ConfigKey McpToolsets = new("mcp.toolsets", "all", "Toolsets offered to agents by MCP, separated by commas, or `all`. A client's own choice can only take away.");
    public static readonly ConfigKey McpReadOnly = new("mcp.read_only", "false", "Whether agents get only those tools that change nothing.");
    public static readonly ConfigKey LlmBaseUrl = new("llm.base_url", null, "Where an OpenAI-compatible endpoint begins that suggests commands, e.g. http://localhost:11434/v1; rules alone without it.");
    public static readonly ConfigKey LlmModel = new("llm.model", null, "Name of the model that suggests commands.");
    public static readonly ConfigKey LlmApiKeyEnv = new("llm.api_key_env", null, "Name of the variable in the daemon's environment that holds the endpoint's key; none is sent without it.");
    public static readonly ConfigKey LlmTimeoutMs = new("llm.timeout_ms", "20000", "Milliseconds the model may take before the rules answer.");
    public static readonly ConfigKey OtelEndpoint = new("otel.endpoint", null, "OTLP endpoint for traces, metrics and logs. OTEL_EXPORTER_OTLP_ENDPOINT wins.");

    public static readonly IReadOnlyList<ConfigKey> All =
    [
        Listen, Token, TokenFile, PeerCheck,
        HttpHosts, HttpMaxBodyBytes, HttpMaxHeaderBytes,
        LogsSegmentBytes, LogsRetainBytesPerStream, LogsRetainLinesPerStream, LogsRetainLinesBlended, LogsTotalBytes,
        SessionsGraceMs, SessionsDebounceMs,
        JobsKeep, JobsRetainBytesPerStream,
        TasksMaxParallel, TasksMaxParallelPerWorkspace, TasksStallMinutes, TasksRetainBytesPerStream, NotifyCommand,
        DaemonLogBytes, DaemonLogLevel,
        McpToolsets, McpReadOnly,
        LlmBaseUrl, LlmModel, LlmApiKeyEnv, LlmTimeoutMs,
        OtelEndpoint,
    ];
}
