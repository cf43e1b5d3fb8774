namespace Drover.Contracts.Client;

/// <summary>What the daemon's MCP endpoint answers: a head, and a body that is one JSON object, server-sent events, or nothing.</summary>
public sealed class McpAnswer : IDisposable
{
    private readonly HttpExchange _exchange;

    internal McpAnswer(HttpExchange exchange) => _exchange = exchange;

    /// <summary>HTTP status.</summary>
    public int Status => _exchange.Status;

    /// <summary>Media type without parameters, lower case; null without a body.</summary>
    public string? ContentType => _exchange.ContentType;

    /// <summary>A header of the answer.</summary>
    /// <param name="name">Its name, in any case.</param>
    /// <returns>Its value; null when it is not there.</returns>
    public string? Header(string name) => _exchange.Header(name);

    /// <summary>Reads the body to its end.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The body.</returns>
    /// <exception cref="IOException">The connection broke.</exception>
    public Task<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellation) => _exchange.ReadToEndAsync(cancellation);

    /// <summary>Reads the body line by line. Not to be mixed with <see cref="ReadAsync"/>.</summary>
    /// <returns>The lines.</returns>
    public LineStream Lines() => new(_exchange, _exchange.ReadAsync);

    /// <summary>Closes the connection; before the end of the answer, this cancels the call in the stateless revision.</summary>
    public void Dispose() => _exchange.Dispose();
}
