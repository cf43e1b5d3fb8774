using Drover.Contracts.Errors;
using Drover.Daemon.Edges.Mcp.Offers;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Drover.Daemon.Edges.Mcp.Conformance;

/// <summary>A fixture prompt.</summary>
internal sealed class ConformancePrompt(string name, string description, string[] arguments, Func<RequestContext<GetPromptRequestParams>, ContentBlock[]> get)
    : McpPrompt(ConformanceFixtures.Toolset, new Prompt
    {
        Name = name,
        Description = description,
        Arguments = arguments.Length == 0 ? null : [.. arguments.Select(argument => new PromptArgument { Name = argument, Required = true, Description = argument })],
    })
{
    public static IEnumerable<McpPrompt> All() =>
    [
        new ConformancePrompt("test_simple_prompt", "No arguments.", [], _ => [Blocks.Text("This is a simple prompt for testing.")]),
        new ConformancePrompt("test_prompt_with_arguments", "Two arguments.", ["arg1", "arg2"], request =>
            [Blocks.Text($"Prompt with arguments: arg1='{Argument(request, "arg1")}', arg2='{Argument(request, "arg2")}'")]),
        new ConformancePrompt("test_prompt_with_embedded_resource", "Embeds a resource.", ["resourceUri"], request =>
        [
            Blocks.Embedded(Argument(request, "resourceUri") ?? "", "text/plain", "Embedded resource content for testing."),
            Blocks.Text("Please process the embedded resource above."),
        ]),
        new ConformancePrompt("test_prompt_with_image", "Has an image.", [], _ => [Blocks.Image(), Blocks.Text("Please analyze the image above.")]),
        new ConformancePrompt("test_input_required_result_prompt", "Asks the user first.", [], request =>
            Answers.Of(request.Params.InputResponses, "user_context") is { } answer
                ? [Blocks.Text($"Context: {Answers.Field(answer, "context")}")]
                : throw Needed.Of(null, ("user_context", Needed.Text("What context should the prompt use?", "context")))),
    ];

    public override ValueTask<Result<GetPromptResult>> GetAsync(RequestContext<GetPromptRequestParams> request, CancellationToken ends) => ValueTask.FromResult<Result<GetPromptResult>>(
        new GetPromptResult { Messages = [.. get(request).Select(block => new PromptMessage { Role = Role.User, Content = block })] });

    public override ValueTask<IReadOnlyList<string>> CompleteAsync(string argument, string typed, CancellationToken ends) =>
        ValueTask.FromResult<IReadOnlyList<string>>([.. ((string[])["paris", "park", "party"]).Where(value => value.StartsWith(typed, StringComparison.Ordinal))]);
}
