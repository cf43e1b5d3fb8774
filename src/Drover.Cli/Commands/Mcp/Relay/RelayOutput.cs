using System.Buffers;
using System.Text.Json;
using Drover.Contracts.Errors;

namespace Drover.Cli.Commands.Mcp.Relay;

/// <summary>Standard output: whole messages, one on each line, and nothing else.</summary>
internal sealed class RelayOutput(Stream output) : IDisposable
{
    // What the SDKs use for faults that the protocol has no code for.
    private const int ServerError = -32000;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _gone = new();

    /// <summary>Cancelled when nobody reads any more.</summary>
    internal CancellationToken Gone => _gone.Token;

    internal async Task WriteAsync(ReadOnlyMemory<byte> message)
    {
        if (message.IsEmpty)
        {
            return;
        }

        await _turn.WaitAsync();
        try
        {
            await output.WriteAsync((byte[])[.. message.Span, (byte)'\n']);
            await output.FlushAsync();
        }
        catch (IOException)
        {
            // Whoever started this program is gone, and with them its purpose.
            await _gone.CancelAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Answers a request in the daemon's stead; a message that is none gets no answer.</summary>
    internal Task FailAsync(string? id, Error error) => id is null ? Task.CompletedTask : FailAsync(id, json =>
    {
        json.WriteStartObject();
        json.WriteNumber("code", ServerError);
        json.WriteString("message", error.Message);
        json.WriteStartObject("data");
        json.WriteString("code", error.Code);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>Passes on an error that the daemon could not give an id to, because it did not read so far.</summary>
    internal Task FailAsync(string id, JsonElement error) => FailAsync(id, error.WriteTo);

    public void Dispose()
    {
        _turn.Dispose();
        _gone.Dispose();
    }

    private Task FailAsync(string id, Action<Utf8JsonWriter> error)
    {
        var message = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(message))
        {
            json.WriteStartObject();
            json.WriteString("jsonrpc", "2.0");
            json.WritePropertyName("id");
            json.WriteRawValue(id);
            json.WritePropertyName("error");
            error(json);
            json.WriteEndObject();
        }

        return WriteAsync(message.WrittenMemory);
    }
}
