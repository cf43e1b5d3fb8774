using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Drover.Contracts.Errors;
using Microsoft.AspNetCore.Http;

namespace Drover.Daemon.Edges.Http;

/// <summary>Reads a request body as JSON. Every way it can be wrong is an error that names the place.</summary>
internal static class JsonBody
{
    /// <summary>A body that must be there.</summary>
    public static async ValueTask<Result<T>> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> type)
        where T : class
    {
        var read = await ReadOptionalAsync(http, type);
        if (read.Error is { } error)
        {
            return error;
        }

        return read.Value is { } value
            ? value
            : new Error(ErrorCodes.RequestInvalidJson, "The body is empty; a JSON object is expected.");
    }

    /// <summary>A body that may be left out: success with null then. A call without a body needs no Content-Type either.</summary>
    public static async ValueTask<Result<T?>> ReadOptionalAsync<T>(HttpContext http, JsonTypeInfo<T> type)
        where T : class
    {
        var reader = http.Request.BodyReader;
        while (true)
        {
            System.IO.Pipelines.ReadResult read;
            try
            {
                read = await reader.ReadAsync(http.RequestAborted);
            }
            catch (BadHttpRequestException exception)
            {
                return RequestFailures.From(exception);
            }

            if (!read.IsCompleted)
            {
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            var result = Parse(http, read.Buffer, type);
            reader.AdvanceTo(read.Buffer.End);
            return result;
        }
    }

    private static Result<T?> Parse<T>(HttpContext http, ReadOnlySequence<byte> body, JsonTypeInfo<T> type)
        where T : class
    {
        if (body.IsEmpty)
        {
            return default;
        }

        if (MediaTypes.RefuseAsJson(http.Request) is { } refused)
        {
            return refused;
        }

        var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 32 });
        try
        {
            var value = JsonSerializer.Deserialize(ref json, type);
            if (value is null)
            {
                return new Error(ErrorCodes.RequestInvalidJson, "The body is null; a JSON object is expected.");
            }

            return json.Read() ? TrailingText() : value;
        }
        catch (JsonException exception)
        {
            return JsonFailures.From(exception, type);
        }

        static Error TrailingText() => new(ErrorCodes.RequestInvalidJson, "The body has text behind its JSON object.");
    }
}
