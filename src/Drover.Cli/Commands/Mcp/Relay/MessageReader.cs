using Drover.Contracts.Client;

namespace Drover.Cli.Commands.Mcp.Relay;

/// <summary>The messages of an answer, whether it is one or a stream of them. The daemon writes each on one line, so an event has one line of data.</summary>
internal sealed class MessageReader(McpAnswer answer)
{
    private const int Start = 6;

    private LineStream? _lines;
    private bool _read;

    /// <returns>Null at the end.</returns>
    /// <exception cref="IOException">The connection broke.</exception>
    internal async Task<ReadOnlyMemory<byte>?> NextAsync(CancellationToken ends)
    {
        if (answer.ContentType is "text/event-stream")
        {
            _lines ??= answer.Lines();
            while (await _lines.MoveNextAsync(ends))
            {
                if (_lines.Current.Span.StartsWith("data: "u8) && _lines.Current.Length > Start)
                {
                    return _lines.Current[Start..].ToArray();
                }
            }

            return null;
        }

        if (_read || answer.ContentType is not "application/json")
        {
            return null;
        }

        _read = true;
        return await answer.ReadAsync(ends);
    }
}
