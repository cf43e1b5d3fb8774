using System.Text.Json;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Drover.Daemon.Edges.Mcp.Conformance;

/// <summary>What the client has answered to <see cref="Needed"/>.</summary>
internal static class Answers
{
    public static InputResponse? Of(RequestContext<CallToolRequestParams> request, string key) => Of(request.Params.InputResponses, key);

    public static InputResponse? Of(IDictionary<string, InputResponse>? answers, string key) =>
        answers?.TryGetValue(key, out var answer) is true && answer.RawValue.ValueKind == JsonValueKind.Object ? answer : null;

    public static string Field(InputResponse answer, string name) =>
        answer.Deserialize(InputResponse.ElicitResultJsonTypeInfo)?.Content?.TryGetValue(name, out var value) is true ? value.ToString() : "";
}
