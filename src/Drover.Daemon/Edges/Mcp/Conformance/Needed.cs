using ModelContextProtocol.Protocol;

#pragma warning disable MCP9005 // Sampling and roots are deprecated; the suite still asks for them.

namespace Drover.Daemon.Edges.Mcp.Conformance;

/// <summary>What a fixture asks of its client, by key.</summary>
internal static class Needed
{
    /// <param name="state">What comes back with the answers, signed; null for nothing.</param>
    /// <param name="requests">What is asked.</param>
    public static InputRequiredException Of(string? state, params (string Key, InputRequest Request)[] requests) =>
        new(requests.ToDictionary(pair => pair.Key, pair => pair.Request, StringComparer.Ordinal), state is null ? null : SealedState.Seal(state));

    public static InputRequest Text(string message, string field) => Form(message, field, new ElicitRequestParams.StringSchema());

    public static InputRequest Consent(string message, string field) => Form(message, field, new ElicitRequestParams.BooleanSchema());

    public static InputRequest Roots() => InputRequest.ForRootsList(new ListRootsRequestParams());

    public static InputRequest Sample(string text, int tokens) => InputRequest.ForSampling(new CreateMessageRequestParams
    {
        Messages = [new SamplingMessage { Role = Role.User, Content = [Blocks.Text(text)] }],
        MaxTokens = tokens,
    });

    private static InputRequest Form(string message, string field, ElicitRequestParams.PrimitiveSchemaDefinition schema) => InputRequest.ForElicitation(new ElicitRequestParams
    {
        Message = message,
        RequestedSchema = new ElicitRequestParams.RequestSchema
        {
            Properties = new Dictionary<string, ElicitRequestParams.PrimitiveSchemaDefinition>(StringComparer.Ordinal) { [field] = schema },
            Required = [field],
        },
    });
}
