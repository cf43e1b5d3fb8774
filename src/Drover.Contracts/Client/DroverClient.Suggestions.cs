using Drover.Contracts.Errors;
using Drover.Contracts.Json;
using Drover.Contracts.Suggestions;

namespace Drover.Contracts.Client;

/// <content>Suggestions.</content>
public sealed partial class DroverClient
{
    /// <summary><c>POST /api/shell/suggest</c>.</summary>
    /// <param name="workspace">Name or folder; null for the daemon's own.</param>
    /// <param name="request">The goal.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<Suggestion>>> SuggestAsync(string? workspace, SuggestRequest request, CancellationToken cancellation = default)
        => CallAsync(Post("/api/shell/suggest" + new QueryText().Add("workspace", workspace), request, DroverJson.Default.SuggestRequest), json => Read(json, all => all.Suggestion), cancellation);
}
