using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Drover.Daemon.Edges.Mcp.Http;

/// <summary>Parameters that a method cannot do without. The SDK takes a missing one for a failure of the server's.</summary>
internal static class RequestParameters
{
    /// <param name="message">The request.</param>
    /// <param name="inSession">Which era: methods of the other one are for the SDK to refuse.</param>
    public static McpFault? Check(JsonRpcMessage message, bool inSession) => message is JsonRpcRequest request && Wrong(request.Method, request.Params, inSession) is { } wrong
        ? new McpFault(StatusCodes.Status200OK, (int)McpErrorCode.InvalidParams, $"{request.Method}: {wrong}.")
        : null;

    private static string? Wrong(string method, JsonNode? parameters, bool inSession) => method switch
    {
        RequestMethods.ToolsCall or RequestMethods.PromptsGet =>
            Text(parameters, "name") ?? (Member(parameters, "arguments") is null or JsonObject ? null : "params.arguments is an object"),
        RequestMethods.ResourcesRead => Text(parameters, "uri"),
        RequestMethods.ResourcesSubscribe or RequestMethods.ResourcesUnsubscribe when inSession => Text(parameters, "uri"),
        RequestMethods.CompletionComplete => Object(parameters, "ref") ?? Object(parameters, "argument")
            ?? Text(Member(parameters, "ref"), "type", "params.ref") ?? Text(Member(parameters, "argument"), "name", "params.argument") ?? Text(Member(parameters, "argument"), "value", "params.argument"),
        "subscriptions/listen" when !inSession => Object(parameters, "notifications"),
        RequestMethods.Initialize when inSession => Text(parameters, "protocolVersion") ?? Object(parameters, "clientInfo")
            ?? Text(Member(parameters, "clientInfo"), "name", "params.clientInfo") ?? Text(Member(parameters, "clientInfo"), "version", "params.clientInfo")
            ?? (Member(parameters, "capabilities") is null or JsonObject ? null : "params.capabilities is an object"),
        _ => null,
    };

    private static JsonNode? Member(JsonNode? parent, string name) => (parent as JsonObject)?[name];

    private static string? Text(JsonNode? parent, string name, string path = "params") =>
        Member(parent, name)?.GetValueKind() == JsonValueKind.String ? null : $"{path}.{name} is needed, a string";

    private static string? Object(JsonNode? parent, string name) => Member(parent, name) is JsonObject ? null : $"params.{name} is needed, an object";
}
