using System.Text.Json;
using Drover.Contracts.Errors;
using Drover.Daemon.Edges.Mcp.Offers;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Drover.Daemon.Edges.Mcp.Serving;

/// <summary>Answers what is asked of tools and prompts, as far as the caller may see them.</summary>
internal sealed class McpHandlers(McpCatalog catalog, HandlerBugs bugs)
{
    // Lists change with the program and its configuration only, and a client may lose the daemon meanwhile anyway.
    private static readonly TimeSpan ListsLast = TimeSpan.FromMinutes(5);

    public ValueTask<ListToolsResult> ListToolsAsync(RequestContext<ListToolsRequestParams> request, CancellationToken ends)
    {
        var scope = McpCaller.Of(request).Scope;
        return ValueTask.FromResult(new ListToolsResult
        {
            Tools = [.. catalog.Tools.Where(scope.Has).Select(tool => tool.Listing.Definition)],
            TimeToLive = ListsLast,
            CacheScope = CacheScope.Private,
        });
    }

    public async ValueTask<CallToolResult> CallToolAsync(RequestContext<CallToolRequestParams> request, CancellationToken ends)
    {
        var name = request.Params.Name;
        if (catalog.Tool(name) is not { } tool)
        {
            throw Refused(name, "There is no such tool", $"There is no tool \"{name}\".");
        }

        if (!McpCaller.Of(request).Scope.Has(tool))
        {
            throw Refused(name, "It is switched off", $"The tool \"{name}\" is switched off here (mcp.toolsets, mcp.read_only, or this connection's own choice).");
        }

        try
        {
            return await tool.CallAsync(request, ends);
        }
        catch (Exception exception) when (HandlerBugs.IsBug(exception))
        {
            bugs.Note(name, exception);
            var bug = new Error(ErrorCodes.InternalError, $"A bug in Drover: {name} failed. The daemon's log says where.");
            return ToolAnswers.Failed(bug, ToolHints.Of(bug.Code));
        }
    }

    public ValueTask<ListPromptsResult> ListPromptsAsync(RequestContext<ListPromptsRequestParams> request, CancellationToken ends)
    {
        var scope = McpCaller.Of(request).Scope;
        return ValueTask.FromResult(new ListPromptsResult
        {
            Prompts = [.. catalog.Prompts.Where(prompt => scope.Has(prompt.Toolset)).Select(prompt => prompt.Definition)],
            TimeToLive = ListsLast,
            CacheScope = CacheScope.Private,
        });
    }

    public async ValueTask<GetPromptResult> GetPromptAsync(RequestContext<GetPromptRequestParams> request, CancellationToken ends)
    {
        var prompt = catalog.Prompt(request.Params.Name);
        if (prompt is null || !McpCaller.Of(request).Scope.Has(prompt.Toolset))
        {
            throw new McpProtocolException($"There is no prompt \"{request.Params.Name}\".", McpErrorCode.InvalidParams);
        }

        var result = await bugs.WatchAsync(request.Params.Name, prompt.GetAsync(request, ends));
        return result.Error is { } error ? throw ProtocolErrors.From(error) : result.Value;
    }

    public async ValueTask<CompleteResult> CompleteAsync(RequestContext<CompleteRequestParams> request, CancellationToken ends)
    {
        const int Most = 100;
        var (argument, scope) = (request.Params.Argument, McpCaller.Of(request).Scope);
        IReadOnlyList<string> values = request.Params.Ref switch
        {
            PromptReference { Name: { } name } when catalog.Prompt(name) is { } prompt && scope.Has(prompt.Toolset) =>
                await prompt.CompleteAsync(argument.Name, argument.Value, ends),
            ResourceTemplateReference { Uri: { } uri } when catalog.Resources.FirstOrDefault(family => scope.Has(family.Toolset) && family.Templates.Any(template => template.UriTemplate == uri)) is { } family =>
                await family.CompleteAsync(uri, argument.Name, argument.Value, ends),
            _ => throw new McpProtocolException("There is no such prompt or resource template.", McpErrorCode.InvalidParams),
        };
        return new CompleteResult { Completion = new Completion { Values = [.. values.Take(Most)], Total = values.Count, HasMore = values.Count > Most } };
    }

    private McpProtocolException Refused(string tool, string why, string message)
    {
        const int Most = 100;
        bugs.NoteRefused(JsonEncodedText.Encode(tool.Length > Most ? tool[..Most] : tool).ToString(), why);
        return new McpProtocolException(message, McpErrorCode.InvalidParams);
    }
}
