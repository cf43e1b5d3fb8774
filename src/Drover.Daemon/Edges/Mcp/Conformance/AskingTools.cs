using System.Text.Json.Nodes;
using Drover.Daemon.Edges.Mcp.Offers;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

#pragma warning disable MCP9005 // Sampling is deprecated; the suite still asks for it.

namespace Drover.Daemon.Edges.Mcp.Conformance;

/// <summary>Tools of the initialize era that ask the client while they run.</summary>
internal static class AskingTools
{
    private const string TakesMessage = """{"type":"object","properties":{"message":{"type":"string"}},"required":["message"]}""";
    private const string TakesPrompt = """{"type":"object","properties":{"prompt":{"type":"string"}},"required":["prompt"]}""";

    public static IEnumerable<McpTool> All() =>
    [
        new ConformanceTool("test_sampling", "Asks the client's model.", SampleAsync, TakesPrompt),
        new ConformanceTool("test_elicitation", "Asks the user.", (request, ends) => AskAsync(request, "User response", Form(request), ends), TakesMessage),
        new ConformanceTool("test_elicitation_sep1034_defaults", "Asks the user, with defaults.", (request, ends) => AskAsync(request, "Elicitation completed", AskedFields.Defaults(), ends)),
        new ConformanceTool("test_elicitation_sep1330_enums", "Asks the user to choose.", (request, ends) => AskAsync(request, "Elicitation completed", AskedFields.Choices(), ends)),
    ];

    private static async ValueTask<CallToolResult> SampleAsync(RequestContext<CallToolRequestParams> request, CancellationToken ends)
    {
        var answer = await request.Server.SampleAsync(
            new CreateMessageRequestParams
            {
                Messages = [new SamplingMessage { Role = Role.User, Content = [Blocks.Text(ConformanceTool.Argument(request, "prompt"))] }],
                MaxTokens = 100,
            },
            ends);
        return ConformanceTool.Text($"LLM response: {string.Concat(answer.Content.OfType<TextContentBlock>().Select(block => block.Text))}");
    }

    private static ElicitRequestParams Form(RequestContext<CallToolRequestParams> request) => new()
    {
        Message = ConformanceTool.Argument(request, "message"),
        RequestedSchema = new ElicitRequestParams.RequestSchema { Properties = AskedFields.Account(), Required = ["username", "email"] },
    };

    private static async ValueTask<CallToolResult> AskAsync(RequestContext<CallToolRequestParams> request, string result, ElicitRequestParams form, CancellationToken ends)
    {
        var answer = await request.Server.ElicitAsync(form, ends);
        var content = new JsonObject(answer.Content?.Select(field => KeyValuePair.Create(field.Key, JsonNode.Parse(field.Value.GetRawText()))) ?? []);
        return ConformanceTool.Text($"{result}: action={answer.Action}, content={content.ToJsonString()}");
    }
}
