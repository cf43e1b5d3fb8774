using Drover.Contracts.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Drover.Daemon.Edges.Http;

/// <summary>A query parameter, as the OpenAPI document tells it.</summary>
internal sealed record QueryNote(string Name, string Type, string Description);

/// <summary>The body an endpoint takes.</summary>
internal sealed record BodyNote(Type Type, bool Optional);

/// <summary>Codes an endpoint can answer with besides success.</summary>
internal sealed record ProblemNote(IReadOnlyList<string> Codes);

/// <summary>What an endpoint takes and answers, for the OpenAPI document. Nothing here changes behaviour.</summary>
internal static class EndpointNotes
{
    public static RouteHandlerBuilder Query(this RouteHandlerBuilder endpoint, string name, string type, string description) =>
        endpoint.WithMetadata(new QueryNote(name, type, description));

    // Not Accepts<T>(): routing would then answer 415 before JsonBody can be lenient with curl.
    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder endpoint, bool optional = false) =>
        endpoint.WithMetadata(new BodyNote(typeof(T), optional));

    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder endpoint, int status = StatusCodes.Status200OK) =>
        endpoint.Produces<T>(status, "application/json");

    public static RouteHandlerBuilder Fails(this RouteHandlerBuilder endpoint, params string[] codes)
    {
        foreach (var status in codes.Select(code => ErrorCatalog.Of(code).HttpStatus).Distinct())
        {
            endpoint.Produces<ProblemBody>(status, Problems.ContentType);
        }

        return endpoint.WithMetadata(new ProblemNote(codes));
    }
}
