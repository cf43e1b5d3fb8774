using Microsoft.AspNetCore.Http.Features;

namespace Drover.Daemon.Edges.Http.Sites;

/// <summary>A connection that speaks something else from here on, such as a websocket: bytes both ways, until either end closes.</summary>
internal static class UpgradedConnection
{
    public static async Task JoinAsync(IHttpUpgradeFeature browser, HttpResponseMessage process, CancellationToken ends)
    {
        await using var inner = await process.Content.ReadAsStreamAsync(ends);
        await using var outer = await browser.UpgradeAsync();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ends);
        var (there, back) = (outer.CopyToAsync(inner, over.Token), inner.CopyToAsync(outer, over.Token));
        await Task.WhenAny(there, back);
        await over.CancelAsync();

        // Whichever end went first, and however: the other one is told by its connection being closed.
        await Task.WhenAll(there, back).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
