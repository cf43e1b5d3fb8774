using Drover.Contracts.Errors;
using ModelContextProtocol;

namespace Drover.Daemon.Edges.Mcp.Serving;

/// <summary>Failures where the protocol has no results that say <c>isError</c>: prompts, resources.</summary>
internal static class ProtocolErrors
{
    private const int NotFound = 404;
    private const int FirstOfServer = 500;

    /// <summary>The code of the catalogue travels in the error's data.</summary>
    public static McpProtocolException From(Error error)
    {
        var code = ErrorCatalog.Of(error.Code).HttpStatus >= FirstOfServer ? McpErrorCode.InternalError : McpErrorCode.InvalidParams;
        return new McpProtocolException(error.Message, code) { Data = { ["code"] = error.Code } };
    }

    /// <param name="error">What the owner of the resource says; null when it has none.</param>
    /// <param name="uri">The resource.</param>
    /// <param name="revision">That of the request: the protocol has changed its mind about the code.</param>
    public static McpProtocolException OfResource(Error? error, string uri, string? revision)
    {
        if (error is not null && ErrorCatalog.Of(error.Code).HttpStatus != NotFound)
        {
            return From(error);
        }

        var code = Revisions.HasHandshake(revision) ? McpErrorCode.ResourceNotFound : McpErrorCode.InvalidParams;
        return new McpProtocolException(error?.Message ?? $"There is no resource {uri}.", code) { Data = { ["uri"] = uri } };
    }
}
