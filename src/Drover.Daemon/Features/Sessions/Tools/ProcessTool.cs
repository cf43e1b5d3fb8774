using System.Text.Json.Serialization.Metadata;
using Drover.Contracts.Errors;
using Drover.Daemon.Edges.Mcp.Offers;
using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Features.Sessions.Tools;

/// <summary>A tool about one process.</summary>
internal abstract class ProcessTool<TInput, TOutput>(
    ToolListing listing, ProcessFinder finder, JsonTypeInfo<TInput> inputType, JsonTypeInfo<TOutput> outputType)
    : McpTool<TInput, TOutput>(listing, inputType, outputType)
    where TInput : class, IChoosesProcess
{
    protected sealed override async ValueTask<Result<TOutput>> RunAsync(TInput input, ToolCall call, CancellationToken ends)
    {
        if (input is { Pid: 0, Id: null, Label: null } && AboutDaemon(input) is { } own)
        {
            return own;
        }

        var found = finder.Find(input);
        if (found.Error is { } error)
        {
            return error;
        }

        try
        {
            return await RunAsync(found.Value, input, call, ends);
        }
        catch (RunUnavailableException unavailable)
        {
            return new Error(ErrorCodes.SessionUnavailable, unavailable.Message);
        }
    }

    protected abstract Task<Result<TOutput>> RunAsync(KnownSession session, TInput input, ToolCall call, CancellationToken ends);

    /// <summary>The answer about pid 0, the daemon; null where it has none.</summary>
    protected virtual Result<TOutput>? AboutDaemon(TInput input) => null;
}
