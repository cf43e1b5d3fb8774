using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Text.Json;
using Drover.Contracts.Json;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Drover.Daemon.Edges.Http;

/// <summary>
/// What never becomes a request — a malformed line, headers beyond the limits — is answered by Kestrel itself, before any middleware, with an
/// empty body. It tells of that by a diagnostic event in the middle of it, where the answer can still be given.
/// </summary>
internal sealed class RefusalsOfKestrel : IObserver<KeyValuePair<string, object?>>
{
    private const string BadRequest = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    public static void Answer(DiagnosticListener kestrel) => kestrel.Subscribe(new RefusalsOfKestrel(), static name => string.Equals(name, BadRequest, StringComparison.Ordinal));

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value is { Key: BadRequest, Value: IFeatureCollection features }
            && features.Get<IBadRequestExceptionFeature>()?.Error is BadHttpRequestException refusal
            && features.Get<IHttpResponseFeature>() is { HasStarted: false } response
            && features.Get<IHttpResponseBodyFeature>() is { } body
            && features.Get<IConnectionTransportFeature>() is { Transport.Output: { } output })
        {
            var problem = Problems.Body(features.Get<IHttpRequestIdentifierFeature>()?.TraceIdentifier ?? "", RequestFailures.From(refusal));

            // Of what the catalogue has no code for, both say that it is malformed.
            response.StatusCode = problem.Status;
            Write(JsonSerializer.SerializeToUtf8Bytes(problem, DroverJson.Default.ProblemBody), response, body, output);
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    private static void Write(byte[] json, IHttpResponseFeature response, IHttpResponseBodyFeature body, PipeWriter output)
    {
        response.Headers.ContentType = Problems.ContentType;
        response.Headers.ContentLength = json.Length;
        response.Headers.Connection = "close";

        // Headers go out the usual way; the writer for the body is closed as long as there is no request, so it goes behind them into the connection's
        // buffer. None of it waits: the buffer is empty at this moment.
        _ = body.StartAsync(CancellationToken.None);
        output.Write(json);
        _ = output.FlushAsync(CancellationToken.None).AsTask();
    }
}
