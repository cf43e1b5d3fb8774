namespace Drover.Contracts.Errors;

/// <summary>How one stable error code shows at each edge.</summary>
/// <param name="Code">Stable code, <c>noun.what_is_wrong</c>.</param>
/// <param name="HttpStatus">HTTP status.</param>
/// <param name="GrpcStatus">gRPC status number.</param>
/// <param name="Mcp"><c>tool</c>: a result with <c>isError</c>; <c>protocol</c>: a JSON-RPC error.</param>
/// <param name="ExitCode">Exit code of the command line.</param>
/// <param name="Title">Short name.</param>
public sealed record ErrorDefinition(string Code, int HttpStatus, int GrpcStatus, string Mcp, int ExitCode, string Title);
