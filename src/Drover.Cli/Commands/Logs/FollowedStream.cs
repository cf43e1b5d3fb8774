using Drover.Cli.Connecting;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;

namespace Drover.Cli.Commands.Logs;

/// <summary>
/// Reads a stream of records to its end. When the daemon goes away in between (a restart, an upgrade, a crash) its return is waited for, and the
/// stream is opened anew.
/// </summary>
internal static class FollowedStream
{
    /// <param name="open">Opens it behind what was read last.</param>
    /// <param name="read">Takes one record; the error it is, if it is one.</param>
    /// <param name="idle">Called when the next record is not there yet.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Null when the stream has come to its end; otherwise why following it was given up.</returns>
    internal static async Task<Error?> RunAsync(
        Func<CancellationToken, Task<Result<LineStream>>> open, Func<ReadOnlyMemory<byte>, Error?> read, Action idle, CancellationToken cancellation)
    {
        var back = new DaemonReturn();
        while (true)
        {
            var opened = await open(cancellation);
            var end = opened.Error;
            if (opened.IsSuccess)
            {
                end = await ReadAsync(opened.Value, read, idle, cancellation);
                back.Seen();
            }

            idle();
            if (end is null || !await back.IsWorthAnotherTryAsync(end, cancellation))
            {
                return end;
            }
        }
    }

    private static async Task<Error?> ReadAsync(LineStream stream, Func<ReadOnlyMemory<byte>, Error?> read, Action idle, CancellationToken cancellation)
    {
        using (stream)
        {
            while (true)
            {
                var more = await stream.TryMoveNextAsync(cancellation);
                if (!more.IsSuccess || !more.Value)
                {
                    return more.Error;
                }

                if (!stream.Current.IsEmpty && read(stream.Current) is { } error)
                {
                    return error;
                }

                if (!stream.HasBufferedLine)
                {
                    idle();
                }
            }
        }
    }
}
