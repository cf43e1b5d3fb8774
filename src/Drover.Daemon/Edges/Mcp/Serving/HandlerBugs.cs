using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Drover.Daemon.Edges.Mcp.Serving;

/// <summary>Bugs of tools, prompts and resources. The SDK would log them, but also every call that is cancelled or wrong, so it is asked not to.</summary>
internal sealed partial class HandlerBugs(ILogger<HandlerBugs> logger)
{
    /// <summary>Passes the exception on when it is the protocol's own way to answer.</summary>
    public static bool IsBug(Exception exception) => exception is not (OperationCanceledException or McpException or InputRequiredException);

    /// <summary>Runs a handler; the client of one with a bug gets a general error.</summary>
    public async ValueTask<T> WatchAsync<T>(string what, ValueTask<T> work)
    {
        try
        {
            return await work;
        }
        catch (Exception exception) when (IsBug(exception))
        {
            Note(what, exception);
            throw;
        }
    }

    /// <summary>The same for a whole handler, which may also fail before it waits for anything.</summary>
    public McpRequestHandler<TParams, TResult> Watch<TParams, TResult>(string what, McpRequestHandler<TParams, TResult> handler)
        where TParams : notnull => async (request, ends) =>
        {
            try
            {
                return await handler(request, ends);
            }
            catch (Exception exception) when (IsBug(exception))
            {
                Note(what, exception);
                throw;
            }
        };

    [LoggerMessage(1502, LogLevel.Information, "A client called {Tool}: {Why}")]
    public partial void NoteRefused(string tool, string why);

    [LoggerMessage(1501, LogLevel.Error, "A bug in {What}")]
    public partial void Note(string what, Exception exception);
}
