using System.Text.Json.Serialization;

namespace Drover.Daemon.Features.Sessions;

/// <summary>JSON that is kept and not on the wire.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IReadOnlyDictionary<string, int>))]
[JsonSerializable(typeof(SessionPayload))]
internal sealed partial class SessionRowsJson : JsonSerializerContext;
