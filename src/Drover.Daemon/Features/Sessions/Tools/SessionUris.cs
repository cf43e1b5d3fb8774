namespace Drover.Daemon.Features.Sessions.Tools;

/// <summary>URIs of session resources.</summary>
internal static class SessionUris
{
    public const string All = "drover://sessions";

    public const string LogTemplate = "drover://sessions/{id}/logs{?stream,limit,since,until,since_seq,grep,context,level,max_bytes,dedupe}";

    public static string Logs(string idOrLabel) => $"{All}/{Uri.EscapeDataString(idOrLabel)}/logs";

    /// <returns>The session a log's URI names, and its query with the question mark; null for any other URI.</returns>
    public static (string Session, string Query)? TryParseLogs(string uri)
    {
        var end = uri.IndexOf('?', StringComparison.Ordinal);
        var (path, query) = end < 0 ? (uri, "") : (uri[..end], uri[end..]);
        return path.StartsWith(All + "/", StringComparison.Ordinal) && path[(All.Length + 1)..].Split('/') is [{ Length: > 0 } session, "logs"]
            ? (Uri.UnescapeDataString(session), query)
            : null;
    }
}
