using System.Text.Json;
using System.Text.Json.Nodes;
using Drover.Contracts.Errors;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Drover.Daemon.Edges.Mcp.Http;

/// <summary>A request refused before the SDK saw it: an HTTP status, and a JSON-RPC error with the request's id where one is known.</summary>
internal sealed record McpFault(int Status, int Code, string Message, JsonNode? Details = null)
{
    /// <summary>What SDKs use for faults that the protocol has no code for.</summary>
    public const int ServerError = -32000;

    // The SDKs' code for a session that is gone; clients go by the status.
    private const int SessionNotFound = -32001;

    public static McpFault SessionEnded { get; } = new(StatusCodes.Status404NotFound, SessionNotFound, "This session has ended. Initialize again.");

    /// <summary>A failure of the layers in front: access, size, a bug. The catalogue's code is in the data.</summary>
    public static McpFault From(Error error)
    {
        var status = ErrorCatalog.Of(error.Code).HttpStatus;
        var code = status switch
        {
            StatusCodes.Status400BadRequest or StatusCodes.Status413PayloadTooLarge => (int)McpErrorCode.InvalidRequest,
            StatusCodes.Status500InternalServerError => (int)McpErrorCode.InternalError,
            _ => ServerError,
        };
        return new McpFault(status, code, error.Message, new JsonObject { ["code"] = error.Code });
    }

    public static McpFault Invalid(McpErrorCode code, string message) => new(StatusCodes.Status400BadRequest, (int)code, message);

    public static McpFault Mismatch(string message) => Invalid(McpErrorCode.HeaderMismatch, message);

    /// <summary>By us rather than the SDK, which starts an event stream with 200 for revisions it takes for old ones.
    /// Those supported are those of server/discover; the others are found by initialize.</summary>
    public static McpFault UnknownRevision(string revision) => new(
        StatusCodes.Status400BadRequest, (int)McpErrorCode.UnsupportedProtocolVersion, $"There is no revision {revision} here.",
        new JsonObject { ["supported"] = new JsonArray(Revisions.Stateless), ["requested"] = revision });

    /// <summary>The status of an answer in the stateless revision; results and ordinary errors are 200.</summary>
    public static int StatusOf(JsonRpcMessage message) => message is not JsonRpcError error ? StatusCodes.Status200OK : (McpErrorCode)error.Error.Code switch
    {
        McpErrorCode.MethodNotFound => StatusCodes.Status404NotFound,
        McpErrorCode.HeaderMismatch or McpErrorCode.MissingRequiredClientCapability or McpErrorCode.UnsupportedProtocolVersion or McpErrorCode.InvalidRequest =>
            StatusCodes.Status400BadRequest,
        _ => StatusCodes.Status200OK,
    };

    public JsonRpcError ToMessage(RequestId id) => new()
    {
        Id = id,
        Error = new JsonRpcErrorDetail { Code = Code, Message = Message, Data = Details?.DeepClone() },
    };

    public Task WriteAsync(HttpContext http, RequestId id = default) => WriteAsync(http, Status, ToMessage(id));

    public static async Task WriteAsync(HttpContext http, int status, JsonRpcMessage message)
    {
        var response = http.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        await JsonSerializer.SerializeAsync(response.Body, message, McpJson.Message, http.RequestAborted);
    }
}
