using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;

namespace Drover.Contracts.Client;

/// <content>One method for each path of the tasks contract.</content>
public sealed partial class DroverClient
{
    /// <summary><c>GET /runners</c>.</summary>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<IReadOnlyList<Runner>>>> RunnersAsync(CancellationToken cancellation = default)
        => CallAsync(new HttpCall("GET", "/runners"), json => Read(json, all => all.IReadOnlyListRunner), cancellation);
}
