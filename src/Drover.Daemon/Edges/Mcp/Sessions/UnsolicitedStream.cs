using Drover.Daemon.Edges.Mcp.Http;

namespace Drover.Daemon.Edges.Mcp.Sessions;

/// <summary>
/// The one stream that the SDK's transport writes unsolicited messages to for the whole life of a session: the transport takes only one GET ever, but
/// clients lose theirs and come back. What is written while none is attached is lost, as the protocol allows.
/// </summary>
internal sealed class UnsolicitedStream : WriteOnlyStream
{
    private readonly Lock _gate = new();
    private AnswerStream? _attached;
    private TaskCompletionSource _replaced = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Holds a GET until it ends or a newer one takes over.</summary>
    public async Task AttachAsync(AnswerStream answer, CancellationToken ends)
    {
        Task replaced;
        lock (_gate)
        {
            _replaced.TrySetResult();
            _replaced = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            (_attached, replaced) = (answer, _replaced.Task);
        }

        try
        {
            await answer.FlushAsync(ends);
            await replaced.WaitAsync(ends);
        }
        finally
        {
            lock (_gate)
            {
                _attached = ReferenceEquals(_attached, answer) ? null : _attached;
            }
        }
    }

    /// <summary>The session is over: so is the GET that waits.</summary>
    public void End()
    {
        lock (_gate)
        {
            _replaced.TrySetResult();
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        await TryAsync(answer => answer.WriteAsync(buffer, cancellationToken).AsTask());

    public override Task FlushAsync(CancellationToken cancellationToken) => TryAsync(answer => answer.FlushAsync(cancellationToken));

    private async Task TryAsync(Func<AnswerStream, Task> write)
    {
        AnswerStream? attached;
        lock (_gate)
        {
            attached = _attached;
        }

        try
        {
            await (attached is null ? Task.CompletedTask : write(attached));
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // That client is gone; thrown on, this would end the session's stream for good.
        }
    }
}
