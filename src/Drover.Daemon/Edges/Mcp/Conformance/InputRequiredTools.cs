using Drover.Daemon.Edges.Mcp.Offers;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

#pragma warning disable MCP9005 // Sampling is deprecated; the suite still asks for it.

namespace Drover.Daemon.Edges.Mcp.Conformance;

/// <summary>
/// Multi round-trip requests of the stateless revision (SEP-2322): a call that needs something of the client answers what it needs, and is called
/// again with it. Nothing is kept between the rounds but what travels in <c>requestState</c>, signed.
/// </summary>
internal static class InputRequiredTools
{
    public static IEnumerable<McpTool> All() =>
    [
        Tool("elicitation", request => Answers.Of(request, "user_name") is { } name
            ? $"Hello, {Answers.Field(name, "name")}!"
            : throw Needed.Of(null, ("user_name", Needed.Text("What is your name?", "name")))),
        Tool("sampling", request => Answers.Of(request, "capital_question")?.RawValue.GetRawText()
            ?? throw Needed.Of(null, ("capital_question", Needed.Sample("What is the capital of France?", 100)))),
        Tool("list_roots", request => Answers.Of(request, "client_roots")?.RawValue.GetRawText()
            ?? throw Needed.Of(null, ("client_roots", Needed.Roots()))),
        Tool("request_state", request => Answers.Of(request, "confirm") is not null && SealedState.Of(request) is "confirm"
            ? "state-ok"
            : throw Needed.Of("confirm", ("confirm", Needed.Consent("Please confirm", "ok")))),
        Tool("tampered_state", request => Answers.Of(request, "confirm") is not null && SealedState.Of(request) is "tampered"
            ? "ok"
            : throw Needed.Of("tampered", ("confirm", Needed.Consent("Please confirm", "ok")))),
        Tool("multiple_inputs", request => Answers.Of(request, "user_name") is not null && Answers.Of(request, "greeting") is not null && Answers.Of(request, "client_roots") is not null
            ? "Thanks."
            : throw Needed.Of("multiple", ("user_name", Needed.Text("What is your name?", "name")), ("greeting", Needed.Sample("Generate a greeting", 50)), ("client_roots", Needed.Roots()))),
        Tool("multi_round", request => (SealedState.Of(request), Answers.Of(request, "step1"), Answers.Of(request, "step2")) switch
        {
            ("2", _, not null) => "All steps done.",
            ("1", not null, _) => throw Needed.Of("2", ("step2", Needed.Text("Step 2: What is your favorite color?", "color"))),
            _ => throw Needed.Of("1", ("step1", Needed.Text("Step 1: What is your name?", "name"))),
        }),
        Tool("capabilities", AskWhatTheClientCan),
        new ConformanceTool("test_streaming_elicitation", "Asks the user in its answer, never in a request of its own.", (request, _) => Answers.Of(request, "user_name") is null
            ? throw Needed.Of(null, ("user_name", Needed.Text("What is your name?", "name")))
            : ValueTask.FromResult(ConformanceTool.Text("ok"))),
    ];

    private static ConformanceTool Tool(string name, Func<RequestContext<CallToolRequestParams>, string> run) =>
        new($"test_input_required_result_{name}", "Needs something of the client.", (request, _) => ValueTask.FromResult(ConformanceTool.Text(run(request))));

    private static string AskWhatTheClientCan(RequestContext<CallToolRequestParams> request)
    {
        if (request.Params.InputResponses is { Count: > 0 })
        {
            return "Thanks.";
        }

        var client = request.JsonRpcRequest.Context?.ClientCapabilities;
        var needed = new List<(string, InputRequest)>();
        if (client?.Elicitation is not null)
        {
            needed.Add(("user_name", Needed.Text("What is your name?", "name")));
        }

        if (client?.Sampling is not null)
        {
            needed.Add(("greeting", Needed.Sample("Generate a greeting", 50)));
        }

        return needed.Count == 0 ? "Nothing to ask." : throw Needed.Of(null, [.. needed]);
    }
}
