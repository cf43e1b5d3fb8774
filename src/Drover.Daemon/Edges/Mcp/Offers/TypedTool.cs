using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Drover.Contracts.Errors;
using Drover.Daemon.Edges.Http;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Drover.Daemon.Edges.Mcp.Offers;

/// <summary>A tool with typed arguments and a typed answer, both known to the source generator. Arguments that its type does not know are refused.</summary>
/// <param name="listing">How it is listed; a test compares its schemas with the types.</param>
/// <param name="inputType">Type of the arguments.</param>
/// <param name="outputType">Type of the answer.</param>
internal abstract class McpTool<TInput, TOutput>(ToolListing listing, JsonTypeInfo<TInput> inputType, JsonTypeInfo<TOutput> outputType) : McpTool(listing)
    where TInput : class
{
    public JsonTypeInfo InputType => inputType;

    public JsonTypeInfo OutputType => outputType;

    public sealed override async ValueTask<CallToolResult> CallAsync(RequestContext<CallToolRequestParams> request, CancellationToken ends)
    {
        var input = ReadInput(request);
        if (input.Error is { } unreadable)
        {
            return Failed(unreadable);
        }

        using var call = new ToolCall(request);
        var output = await RunAsync(input.Value, call, ends);
        return output.Error is { } error
            ? Failed(error)
            : ToolAnswers.Succeeded(output.Value, outputType, TextOf(output.Value));
    }

    protected abstract ValueTask<Result<TOutput>> RunAsync(TInput input, ToolCall call, CancellationToken ends);

    /// <summary>What the model may do about a failure, in words of tools. The message goes before it.</summary>
    protected virtual string? Next(Error error) => ToolHints.Of(error.Code);

    /// <summary>Text for the model in place of the JSON; clients that know structured answers use those.</summary>
    protected virtual string? TextOf(TOutput output) => null;

    private CallToolResult Failed(Error error) => ToolAnswers.Failed(ToolWords.Of(error, inputType), Next(error));

    private Result<TInput> ReadInput(RequestContext<CallToolRequestParams> request)
    {
        // The node rather than the SDK's dictionary: one typed read, by the type's own rules.
        var arguments = (request.JsonRpcRequest.Params as JsonObject)?["arguments"] ?? new JsonObject();
        try
        {
            return arguments.Deserialize(inputType)!;
        }
        catch (JsonException exception)
        {
            return JsonFailures.From(exception, inputType, "The call");
        }
    }
}
