using System.Net;

namespace Drover.Daemon.Edges.Http.Sites;

/// <summary>A request's body on its way through: each piece goes on as it comes.</summary>
internal sealed class RequestBody(Stream body, long? length) : HttpContent
{
    private const int Piece = 64 * 1024;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => CopyAsync(stream, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) => CopyAsync(stream, cancellationToken);

    // Not asked for: the length is among the copied headers, and without one the body is chunked.
    protected override bool TryComputeLength(out long known)
    {
        known = length ?? 0;
        return length is not null;
    }

    private async Task CopyAsync(Stream target, CancellationToken ends)
    {
        var buffer = new byte[Piece];
        int got;
        while ((got = await body.ReadAsync(buffer, ends)) > 0)
        {
            await target.WriteAsync(buffer.AsMemory(0, got), ends);
            await target.FlushAsync(ends);
        }
    }
}
