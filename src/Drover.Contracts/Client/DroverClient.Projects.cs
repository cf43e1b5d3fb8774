using System.Text;
using Drover.Contracts.Errors;
using Drover.Contracts.Json;
using Drover.Contracts.Projects;

namespace Drover.Contracts.Client;

/// <content>One method for each path of the projects contract.</content>
public sealed partial class DroverClient
{
    /// <summary><c>POST /v1/projects/up</c>: makes what runs what the file says.</summary>
    /// <param name="request">Which project, and how.</param>
    /// <param name="cancellation">Ends the call, not what it has begun.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<ProjectChanges>>> ProjectUpAsync(ProjectUpRequest request, CancellationToken cancellation = default)
        => CallAsync(Post("/v1/projects/up", request, DroverJson.Default.ProjectUpRequest), json => Read(json, all => all.ProjectChanges), cancellation);

    /// <summary><c>POST /v1/projects/down</c>: ends what runs of it, and answers when it has ended.</summary>
    /// <param name="request">Which project.</param>
    /// <param name="cancellation">Ends the call, not what it has begun.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<ProjectChanges>>> ProjectDownAsync(ProjectDownRequest request, CancellationToken cancellation = default)
        => CallAsync(Post("/v1/projects/down", request, DroverJson.Default.ProjectDownRequest), json => Read(json, all => all.ProjectChanges), cancellation);

    /// <summary><c>GET /v1/projects</c>, by name.</summary>
    /// <param name="path">Only the project that this folder or file belongs to; it need not have been up yet.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<ProjectList>>> ProjectsAsync(string? path = null, CancellationToken cancellation = default)
        => CallAsync(new HttpCall("GET", "/v1/projects" + new QueryText().Add("path", path)), json => Read(json, all => all.ProjectList), cancellation);

    /// <summary><c>GET /v1/projects/{name}</c>.</summary>
    /// <param name="name">Name of the project.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<ProjectStatus>>> ProjectAsync(string name, CancellationToken cancellation = default)
        => CallAsync(new HttpCall("GET", $"/v1/projects/{Uri.EscapeDataString(name)}"), json => Read(json, all => all.ProjectStatus), cancellation);

    /// <summary><c>GET /v1/projects/schema</c>: the JSON Schema of <c>drover.yaml</c>.</summary>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The schema's text, or what is wrong.</returns>
    public Task<Result<Answer<string>>> ProjectSchemaAsync(CancellationToken cancellation = default)
        => CallAsync(new HttpCall("GET", "/v1/projects/schema"), json => Encoding.UTF8.GetString(json.Span), cancellation);
}
