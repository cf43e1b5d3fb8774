using System.Diagnostics;
using Drover.Contracts.Errors;
using Drover.Contracts.Json;
using Microsoft.AspNetCore.Http;

namespace Drover.Daemon.Edges.Http;

/// <summary>The one way a failure becomes HTTP: RFC 9457 problem+json with the catalogue's code and status.</summary>
internal static class Problems
{
    public const string ContentType = "application/problem+json";

    public static IResult From(Error error) => new ProblemResult(error);

    public static IResult ToHttp<T>(this Result<T> result, Func<T, IResult> onSuccess) =>
        result.Error is { } error ? From(error) : onSuccess(result.Value);

    /// <summary>The body alone, for streams that fail after their headers went out.</summary>
    public static ProblemBody Body(HttpContext http, Error error) => Body(TraceId(http), error);

    public static ProblemBody Body(string traceId, Error error)
    {
        var definition = ErrorCatalog.Of(error.Code);
        return new ProblemBody
        {
            Type = $"urn:drover:error:{error.Code}",
            Title = definition.Title,
            Status = definition.HttpStatus,
            Detail = error.Message,
            Code = error.Code,
            TraceId = traceId,
            Details = error.Details,
        };
    }

    public static Task WriteAsync(HttpContext http, Error error)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<FailureForm>() is { } form)
        {
            return form.WriteAsync(http, error);
        }

        var body = Body(http, error);
        http.Response.StatusCode = body.Status;
        http.Response.ContentType = ContentType;
        if (HttpMethods.IsHead(http.Request.Method))
        {
            return Task.CompletedTask;
        }

        http.Response.Headers.XContentTypeOptions = "nosniff";
        JsonWriting.Write(http.Response.BodyWriter, body, DroverJson.Default.ProblemBody);
        return http.Response.BodyWriter.FlushAsync(CancellationToken.None).AsTask();
    }

    public static string TraceId(HttpContext http) => Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;

    private sealed class ProblemResult(Error error) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => WriteAsync(httpContext, error);
    }
}
