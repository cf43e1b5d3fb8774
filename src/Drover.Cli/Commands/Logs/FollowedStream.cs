using Drover.Contracts.Client;
using Drover.Contracts.Errors;

namespace Drover.Cli.Commands.Logs;

/// <summary>
/// Reads a stream of records to its end. When the daemon goes away in between (a restart, an upgrade, a crash) its return is waited for, and the
/// stream is opened anew. The daemon is not started from here: somebody may have stopped it.
/// </summary>
internal static class FollowedStream
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <param name="open">Opens it behind what was read last.</param>
    /// <param name="read">Takes one record; the error it is, if it is one.</param>
    /// <param name="idle">Called when the next record is not there yet.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Null when the stream has come to its end; otherwise why following it was given up.</returns>
    internal static async Task<Error?> RunAsync(
        Func<CancellationToken, Task<Result<LineStream>>> open, Func<ReadOnlyMemory<byte>, Error?> read, Action idle, CancellationToken cancellation)
    {
        var lostAt = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var opened = await open(cancellation);
            var end = opened.Error;
            if (opened.IsSuccess)
            {
                end = await ReadAsync(opened.Value, read, idle, cancellation);
                lostAt = TimeProvider.System.GetTimestamp();
            }

            if (end is null || !IsDaemonGone(end) || TimeProvider.System.GetElapsedTime(lostAt) > Patience)
            {
                return end;
            }

            idle();
            await Task.Delay(Pause, TimeProvider.System, cancellation);
        }
    }

    private static bool IsDaemonGone(Error error) => error.Code is ErrorCodes.DaemonUnreachable or ErrorCodes.DaemonStopping or ErrorCodes.DaemonStarting;

    private static async Task<Error?> ReadAsync(LineStream stream, Func<ReadOnlyMemory<byte>, Error?> read, Action idle, CancellationToken cancellation)
    {
        using (stream)
        {
            while (true)
            {
                var more = await MoveAsync(stream, cancellation);
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

    // Apart from the writing of the lines: there an IOException says that the reader of our own output is gone.
    private static async ValueTask<Result<bool>> MoveAsync(LineStream stream, CancellationToken cancellation)
    {
        try
        {
            return await stream.MoveNextAsync(cancellation);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            return new Error(ErrorCodes.DaemonUnreachable, $"The connection to the daemon broke: {failure.Message}");
        }
    }
}
