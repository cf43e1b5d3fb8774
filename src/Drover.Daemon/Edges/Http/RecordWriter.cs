using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Drover.Contracts.Errors;
using Microsoft.AspNetCore.Http;

namespace Drover.Daemon.Edges.Http;

/// <summary>A response that is a row of records. One loop writes; a flush waits while the reader is slow.</summary>
internal abstract class RecordWriter : IDisposable
{
    private readonly HttpContext _http;
    private readonly Utf8JsonWriter _json;

    protected RecordWriter(HttpContext http)
    {
        _http = http;
        Output = http.Response.BodyWriter;
        _json = new Utf8JsonWriter(Output, JsonWriting.Options);
    }

    protected PipeWriter Output { get; }

    protected abstract string ContentType { get; }

    /// <summary>Sends the headers, so that the caller knows it is connected before the first record.</summary>
    public async Task StartAsync()
    {
        var response = _http.Response;
        response.ContentType = ContentType;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        await response.StartAsync(_http.RequestAborted);

        // Starting alone leaves the headers in the output buffer.
        await Output.FlushAsync(_http.RequestAborted);
    }

    /// <summary>Puts one record into the output buffer.</summary>
    public void Write<T>(long sequence, T record, JsonTypeInfo<T> type) => Write(sequence.ToString(CultureInfo.InvariantCulture), record, type);

    /// <summary>Puts one record into the output buffer.</summary>
    /// <param name="id">Where to go on after it, for formats that tell it; null when only a later record tells.</param>
    /// <param name="record">The record.</param>
    /// <param name="type">How it is written.</param>
    public abstract void Write<T>(string? id, T record, JsonTypeInfo<T> type);

    /// <summary>A sign of life, where the format has one.</summary>
    public virtual void Heartbeat()
    {
    }

    public async ValueTask FlushAsync(CancellationToken cancellation) => await Output.FlushAsync(cancellation);

    /// <summary>The last record of a stream that fails after its headers.</summary>
    public async ValueTask FailAsync(Error error)
    {
        WriteFailure(Problems.Body(_http, error));
        await Output.FlushAsync(_http.RequestAborted);
    }

    public void Dispose()
    {
        _json.Dispose();
        GC.SuppressFinalize(this);
    }

    protected abstract void WriteFailure(ProblemBody problem);

    protected void WriteJson<T>(T value, JsonTypeInfo<T> type)
    {
        JsonSerializer.Serialize(_json, value, type);
        _json.Flush();
        _json.Reset();
    }
}
