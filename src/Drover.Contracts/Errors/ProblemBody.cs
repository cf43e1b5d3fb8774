using System.Text.Json.Serialization;

namespace Drover.Contracts.Errors;

/// <summary>Body of every HTTP error: RFC 9457 <c>application/problem+json</c> with a stable code.</summary>
public sealed record ProblemBody
{
    /// <summary><c>urn:drover:error:</c> and the code; docs/errors.md has a paragraph on each.</summary>
    public required string Type { get; init; }

    /// <summary>Short name of the kind of error.</summary>
    public required string Title { get; init; }

    /// <summary>HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What is wrong with this call and what to do next.</summary>
    public required string Detail { get; init; }

    /// <summary>Stable code, from the catalogue.</summary>
    public required string Code { get; init; }

    /// <summary>Id to find the call in logs and traces. The one name on the wire that is not snake_case: it is what ASP.NET Core's clients look for.</summary>
    [JsonPropertyName("traceId")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TraceId { get; init; }

    /// <summary>More about it by name, e.g. <c>id</c> of the session in the way, <c>field</c>, <c>candidates</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Details { get; init; }
}
