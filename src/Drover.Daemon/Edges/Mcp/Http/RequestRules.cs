using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Drover.Daemon.Edges.Mcp.Offers;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Drover.Daemon.Edges.Mcp.Http;

/// <summary>
/// What revision 2026-07-28 asks of a request before it is read any further: <c>_meta</c> that says revision and capabilities, and headers that
/// say the same as the body, so that proxies may go by them. Revisions are compared by the SDK, which answers with the same codes.
/// </summary>
internal sealed class RequestRules(McpCatalog catalog)
{
    public McpFault? Check(IHeaderDictionary headers, JsonRpcRequest request)
    {
        if (MissingMetadata(request.Params) is { } key)
        {
            return McpFault.Invalid(McpErrorCode.InvalidParams, $"Every request of revision {Revisions.Stateless} says _meta/{key}.");
        }

        if (Compare(headers, McpHeaders.Method, request.Method) is { } method)
        {
            return method;
        }

        return (NameOf(request) is { } name ? Compare(headers, McpHeaders.Name, name) ?? CheckParameters(headers, request, name) : null)
            ?? RequestParameters.Check(request, inSession: false);
    }

    private static string? MissingMetadata(JsonNode? parameters)
    {
        var meta = (parameters as JsonObject)?["_meta"] as JsonObject;
        return meta?[MetaKeys.ProtocolVersion] is null ? MetaKeys.ProtocolVersion
            : meta[MetaKeys.ClientCapabilities] is null ? MetaKeys.ClientCapabilities
            : null;
    }

    private static string? NameOf(JsonRpcRequest request) => request.Method switch
    {
        RequestMethods.ToolsCall or RequestMethods.PromptsGet => Text(request.Params, "name"),
        RequestMethods.ResourcesRead => Text(request.Params, "uri"),
        _ => null,
    };

    private static string? Text(JsonNode? parameters, string key) =>
        (parameters as JsonObject)?[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static McpFault? Compare(IHeaderDictionary headers, string header, string expected)
    {
        var sent = headers[header];
        return sent.Count != 1 ? McpFault.Mismatch($"Send one {header} header.")
            : !string.Equals(McpHeaderEncoder.DecodeValue(sent[0]?.Trim()), expected, StringComparison.Ordinal) ? McpFault.Mismatch($"The {header} header is not what the body says.")
            : null;
    }

    private McpFault? CheckParameters(IHeaderDictionary headers, JsonRpcRequest request, string name)
    {
        if (!string.Equals(request.Method, RequestMethods.ToolsCall, StringComparison.Ordinal) || catalog.Tool(name) is not { } tool)
        {
            return null;
        }

        var arguments = (request.Params as JsonObject)?["arguments"] as JsonObject;
        foreach (var (argument, suffix) in tool.Listing.HeaderParameters)
        {
            if (CheckParameter(headers, McpHeaders.ParameterPrefix + suffix, argument, arguments?[argument]) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private static McpFault? CheckParameter(IHeaderDictionary headers, string header, string argument, JsonNode? value)
    {
        if (value is not null)
        {
            return Compare(headers, header, Plain(value));
        }

        return headers.ContainsKey(header) ? McpFault.Mismatch($"{header} is sent, but the argument {argument} is not.") : null;
    }

    private static string Plain(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.String => value.GetValue<string>(),
        JsonValueKind.Number when value.AsValue().TryGetValue<double>(out var number) => number.ToString("R", CultureInfo.InvariantCulture),
        _ => value.ToJsonString(),
    };
}
