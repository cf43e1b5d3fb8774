using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Drover.Daemon.Edges.Mcp.Http;

/// <summary>
/// Streamable HTTP, both eras on one path. A request is of the stateless revision when its header names a revision without handshake, or when it has
/// no such header and its <c>_meta</c> names any; everything else belongs to a session.
/// </summary>
internal sealed class McpEndpoints(CallerReader callers, StatelessPosts stateless, SessionRequests sessions)
{
    public async Task PostAsync(HttpContext http)
    {
        if (RequestForm.RefusePost(http.Request) is { } form)
        {
            await form.WriteAsync(http);
            return;
        }

        var (message, unreadable) = await ReadAsync(http);
        if (message is null)
        {
            await unreadable!.WriteAsync(http);
            return;
        }

        var revision = RequestForm.Single(http.Request.Headers[McpHeaders.Revision]);
        message.Context = new JsonRpcMessageContext { ProtocolVersion = revision };
        if (Refuse(http, message.Context) is { } fault)
        {
            await fault.WriteAsync(http, (message as JsonRpcMessageWithId)?.Id ?? default);
            return;
        }

        await (IsStateless(revision, message) ? stateless.AnswerAsync(http, message) : sessions.AnswerAsync(http, message));
    }

    public Task GetAsync(HttpContext http) => sessions.ListenAsync(http);

    public Task DeleteAsync(HttpContext http) => sessions.EndAsync(http);

    private McpFault? Refuse(HttpContext http, JsonRpcMessageContext context)
    {
        if (context.ProtocolVersion is { } revision && !Revisions.IsKnown(revision))
        {
            return McpFault.UnknownRevision(revision);
        }

        var caller = callers.Read(http);
        if (caller.Error is { } error)
        {
            return McpFault.From(error);
        }

        caller.Value.PutInto(context);
        return null;
    }

    private static async Task<(JsonRpcMessage? Message, McpFault? Fault)> ReadAsync(HttpContext http)
    {
        try
        {
            var message = await JsonSerializer.DeserializeAsync(http.Request.Body, McpJson.Message, http.RequestAborted);
            return (message, message is null ? McpFault.Invalid(McpErrorCode.InvalidRequest, "The body is null.") : null);
        }
        catch (JsonException exception)
        {
            // The SDK's converter throws the same exception for JSON that is no message (a batch, no "jsonrpc") as for what is no JSON.
            return (null, McpFault.Invalid(McpErrorCode.ParseError, $"The body is not one JSON-RPC message: {exception.Message}"));
        }
    }

    private static bool IsStateless(string? revision, JsonRpcMessage message)
    {
        if (revision is not null)
        {
            return !Revisions.HasHandshake(revision);
        }

        var parameters = message switch { JsonRpcRequest request => request.Params, JsonRpcNotification notification => notification.Params, _ => null };
        return parameters is JsonObject body && body["_meta"] is JsonObject meta && meta.ContainsKey(MetaKeys.ProtocolVersion);
    }
}
