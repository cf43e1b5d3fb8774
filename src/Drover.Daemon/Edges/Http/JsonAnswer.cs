using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Drover.Daemon.Edges.Http;

/// <summary>A JSON answer written with source-generated metadata.</summary>
internal static class JsonAnswer
{
    public static IResult Ok<T>(T value, JsonTypeInfo<T> type) => new Result<T>(value, type, StatusCodes.Status200OK, null);

    public static IResult Created<T>(string location, T value, JsonTypeInfo<T> type) => new Result<T>(value, type, StatusCodes.Status201Created, location);

    private sealed class Result<T>(T value, JsonTypeInfo<T> type, int status, string? location) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = status;
            response.ContentType = "application/json; charset=utf-8";
            if (location is not null)
            {
                response.Headers.Location = location;
            }

            response.Headers.XContentTypeOptions = "nosniff";
            JsonWriting.Write(response.BodyWriter, value, type);
            return response.BodyWriter.FlushAsync(httpContext.RequestAborted).AsTask();
        }
    }
}
