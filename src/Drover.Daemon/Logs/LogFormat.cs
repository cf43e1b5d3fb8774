namespace Drover.Daemon.Logs;

/// <summary>Forms a log is answered in.</summary>
internal enum LogFormat
{
    /// <summary>One JSON document.</summary>
    Json,

    /// <summary>Plain lines, with their stream in front when several are blended.</summary>
    Text,

    /// <summary>One JSON object per line.</summary>
    Ndjson,

    /// <summary>Server-sent events; the id of each is the sequence number.</summary>
    Sse,

    /// <summary>The bytes as the program wrote them.</summary>
    Raw,
}
