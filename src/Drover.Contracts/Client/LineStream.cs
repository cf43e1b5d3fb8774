using Drover.Contracts.Errors;

namespace Drover.Contracts.Client;

/// <summary>An answer that goes on, line by line: NDJSON or text. A line is taken whole however the bytes arrive.</summary>
public sealed class LineStream : IDisposable
{
    private readonly IDisposable _owner;
    private readonly Func<Memory<byte>, CancellationToken, ValueTask<int>> _read;
    private byte[] _buffer = new byte[32 * 1024];
    private int _start;
    private int _end;
    private int _searched;
    private bool _ended;

    internal LineStream(IDisposable owner, Func<Memory<byte>, CancellationToken, ValueTask<int>> read) => (_owner, _read) = (owner, read);

    /// <summary>The line without its newline. Valid until the next <see cref="MoveNextAsync"/>.</summary>
    public ReadOnlyMemory<byte> Current { get; private set; }

    /// <summary>True while the next line is here already, so that taking it does not wait.</summary>
    public bool HasBufferedLine => _buffer.AsSpan(_start, _end - _start).Contains((byte)'\n');

    /// <summary>Waits for the next line.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>False when the daemon has ended the stream.</returns>
    /// <exception cref="IOException">The connection broke.</exception>
    public async ValueTask<bool> MoveNextAsync(CancellationToken cancellation = default)
    {
        while (true)
        {
            var newline = _buffer.AsSpan(_searched, _end - _searched).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                Take(_searched + newline);
                return true;
            }

            _searched = _end;
            if (_ended)
            {
                return TakeRest();
            }

            MakeRoom();
            var got = await _read(_buffer.AsMemory(_end), cancellation);
            _ended = got == 0;
            _end += got;
        }
    }

    /// <summary>The same with a broken connection as a value, so that it is told apart from an <see cref="IOException"/> of whoever writes the lines elsewhere.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>False when the daemon has ended the stream; <see cref="ErrorCodes.DaemonUnreachable"/> when the connection broke.</returns>
    public async ValueTask<Result<bool>> TryMoveNextAsync(CancellationToken cancellation = default)
    {
        try
        {
            return await MoveNextAsync(cancellation);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            return new Error(ErrorCodes.DaemonUnreachable, $"The connection to the daemon broke: {failure.Message}");
        }
    }

    /// <summary>Passes the answer on byte for byte, as it comes. Not to be mixed with <see cref="MoveNextAsync"/>.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>When the daemon has ended the stream.</returns>
    /// <exception cref="IOException">The connection broke, or the target does not take more.</exception>
    public async Task CopyToAsync(Stream target, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        int got;
        while ((got = await _read(_buffer, cancellation)) > 0)
        {
            await target.WriteAsync(_buffer.AsMemory(0, got), cancellation);
            await target.FlushAsync(cancellation);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _owner.Dispose();

    private void Take(int newline)
    {
        Current = _buffer.AsMemory(_start, newline - _start);
        _start = _searched = newline + 1;
    }

    private bool TakeRest()
    {
        Current = _buffer.AsMemory(_start, _end - _start);
        _start = _searched = _end;
        return !Current.IsEmpty;
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_searched, _end, _start) = (_searched - _start, _end - _start, 0);
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
    }
}
