using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Drover.Contracts.Errors;
using Drover.Contracts.Json;

namespace Drover.Contracts.Client;

/// <summary>
/// Typed calls of the daemon's public HTTP interface; nothing here knows more than docs/http-api.md. Failures the daemon tells, and a daemon that
/// does not answer, are values; only a cancelled call throws.
/// </summary>
/// <param name="address">Where the daemon is.</param>
public sealed partial class DroverClient(DaemonAddress address)
{
    // A newer daemon may tell more than this version knows.
    internal static readonly Lazy<DroverJson> Lenient = new(() =>
        new DroverJson(new JsonSerializerOptions(DroverJson.Default.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip }));

    /// <summary>Where the daemon is.</summary>
    public DaemonAddress Address { get; } = address;

    internal static T Read<T>(ReadOnlyMemory<byte> json, Func<DroverJson, JsonTypeInfo<T>> type)
        where T : class
        => JsonSerializer.Deserialize(json.Span, type(Lenient.Value)) ?? throw new JsonException("The answer is null.");

    private static HttpCall Post(string path) => new("POST", path);

    private static HttpCall Post<T>(string path, T body, JsonTypeInfo<T> type)
        => new("POST", path) { Body = JsonSerializer.SerializeToUtf8Bytes(body, type), ContentType = "application/json" };

    private static string Of(string session, string what = "") => $"/v1/sessions/{Uri.EscapeDataString(session)}{what}";

    private async Task<Result<Answer<T>>> CallAsync<T>(HttpCall call, Func<ReadOnlyMemory<byte>, T> read, CancellationToken cancellation)
        where T : class
    {
        var opened = await OpenAsync(call, cancellation);
        if (!opened.IsSuccess)
        {
            return opened.Error!;
        }

        using var exchange = opened.Value;
        try
        {
            return new Answer<T>(await exchange.ReadToEndAsync(cancellation), read);
        }
        catch (Exception failure) when (failure is IOException or SocketException or InvalidDataException)
        {
            return Broken(failure);
        }
    }

    private async Task<Result<LineStream>> StreamAsync(HttpCall call, CancellationToken cancellation)
    {
        var opened = await OpenAsync(call, cancellation);
        return opened.IsSuccess ? new LineStream(opened.Value, opened.Value.ReadAsync) : opened.Error!;
    }

    private async Task<Result<HttpExchange>> OpenAsync(HttpCall call, CancellationToken cancellation)
    {
        HttpExchange? exchange = null;
        try
        {
            exchange = await HttpExchange.SendAsync(Address, call, cancellation);
            if (exchange.Status is (>= 200 and < 300) or 101)
            {
                var good = exchange;
                exchange = null;
                return good;
            }

            return Problem(exchange.Status, exchange.ContentType, await exchange.ReadToEndAsync(cancellation));
        }
        catch (SocketException failure)
        {
            return new Error(ErrorCodes.DaemonUnreachable, $"No daemon answers at {Address}: {Why(failure)}.");
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            return Broken(failure);
        }
        finally
        {
            exchange?.Dispose();
        }
    }

    // connect(2) of a unix socket that is not there is ENOENT, which .NET calls "Cannot assign requested address".
    private static string Why(SocketException failure) => failure.SocketErrorCode switch
    {
        SocketError.AddressNotAvailable => "there is no such socket, so none is running",
        SocketError.ConnectionRefused => "nobody listens there",
        _ => failure.Message,
    };

    private Error Broken(Exception failure) => failure is InvalidDataException
        ? new Error(ErrorCodes.DaemonAnswerUnknown, $"What answers at {Address} is not a Drover daemon: {failure.Message}")
        : new Error(ErrorCodes.DaemonUnreachable, $"The connection to the daemon at {Address} broke: {failure.Message}");

    private Error Problem(int status, string? contentType, ReadOnlyMemory<byte> body)
    {
        if (contentType is "application/problem+json" or "application/json")
        {
            try
            {
                var problem = Read(body, json => json.ProblemBody);
                return new Error(problem.Code, problem.Detail, problem.Details);
            }
            catch (JsonException)
            {
                // Told below: an answer without a code is not Drover's.
            }
        }

        return new Error(ErrorCodes.DaemonAnswerUnknown, $"What answers at {Address} is not a Drover daemon, or another version: it said {status} without an error code.");
    }
}
