using Drover.Daemon.Edges.Mcp.Sessions;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol.Protocol;

namespace Drover.Daemon.Edges.Mcp.Http;

/// <summary>The revisions with a handshake: everything belongs to a session that initialize has opened.</summary>
internal sealed class SessionRequests(McpSessions sessions, Exchange exchange)
{
    private static readonly McpFault Full = new(
        StatusCodes.Status503ServiceUnavailable, McpFault.ServerError, $"{McpSessions.Most} sessions are in use; end one of them first.");

    public async Task AnswerAsync(HttpContext http, JsonRpcMessage message)
    {
        var id = (message as JsonRpcMessageWithId)?.Id ?? default;
        var known = RequestForm.Single(http.Request.Headers[McpHeaders.Session]);
        if (known is null && message is not JsonRpcRequest { Method: RequestMethods.Initialize })
        {
            await new McpFault(StatusCodes.Status400BadRequest, McpFault.ServerError, $"Initialize first and send {McpHeaders.Session}, or use revision {Revisions.Stateless}.").WriteAsync(http, id);
            return;
        }

        var wrong = RequestParameters.Check(message, inSession: true);
        if (known is null && wrong is not null)
        {
            await wrong.WriteAsync(http, id);
            return;
        }

        using var use = known is null ? await sessions.StartAsync() : await sessions.FindAsync(known, message.Context!.ProtocolVersion);
        if (use is null)
        {
            await (known is null ? Full : McpFault.SessionEnded).WriteAsync(http, id);
            return;
        }

        // Hanging up is not cancelling here: the session's own token is what the call gets, and only writing ends with the request.
        http.Response.Headers[McpHeaders.Session] = use.Session.Id;
        if (wrong is not null)
        {
            await wrong.WriteAsync(http, id);
            return;
        }

        await exchange.RespondAsync(http, use.Session.Transport, message, streamsOnly: true);
    }

    /// <summary>What a session says unasked. A client may come back for it as often as it likes; the newest gets it.</summary>
    public async Task ListenAsync(HttpContext http)
    {
        if (RequestForm.RefuseGet(http.Request) is { } form)
        {
            await form.WriteAsync(http);
            return;
        }

        if (RequestForm.Single(http.Request.Headers[McpHeaders.Session]) is not { } id)
        {
            await WriteOnlyPostAsync(http);
            return;
        }

        using var use = await sessions.FindAsync(id, RequestForm.Single(http.Request.Headers[McpHeaders.Revision]));
        if (use is null)
        {
            await McpFault.SessionEnded.WriteAsync(http);
            return;
        }

        await using var answer = new AnswerStream(http, streamsOnly: true);
        await answer.StartAsync(null);
        await exchange.WithKeepAliveAsync(http, answer, ends => use.Session.Unsolicited.AttachAsync(answer, ends));
    }

    public async Task EndAsync(HttpContext http)
    {
        if (RequestForm.Single(http.Request.Headers[McpHeaders.Session]) is not { } id)
        {
            await WriteOnlyPostAsync(http);
        }
        else if (await sessions.EndAsync(id))
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        else
        {
            await McpFault.SessionEnded.WriteAsync(http);
        }
    }

    private static Task WriteOnlyPostAsync(HttpContext http)
    {
        http.Response.Headers.Allow = "POST";
        return new McpFault(StatusCodes.Status405MethodNotAllowed, McpFault.ServerError, $"Only sessions take this: send {McpHeaders.Session}.").WriteAsync(http);
    }
}
