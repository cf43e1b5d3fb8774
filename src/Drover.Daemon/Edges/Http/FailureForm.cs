using Drover.Contracts.Errors;
using Microsoft.AspNetCore.Http;

namespace Drover.Daemon.Edges.Http;

/// <summary>In the metadata of an endpoint whose callers do not read problem+json: how the failures of all layers are written there.</summary>
/// <param name="WriteAsync">Writes status, headers and body.</param>
internal sealed record FailureForm(Func<HttpContext, Error, Task> WriteAsync);
