using System.Text.Json;
using Drover.Contracts.Json;
using Drover.Daemon.Features.Sessions.Specs;

namespace Drover.Daemon.Features.Sessions;

/// <summary>What each run directory keeps of its session (readable by its owner only), so that a lost database loses no running session.</summary>
internal sealed record SessionPayload
{
    /// <summary>The spec as JSON.</summary>
    public required string Spec { get; init; }

    public required IReadOnlyDictionary<string, int> Ports { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public static string Of(KnownSession session) => JsonSerializer.Serialize(
        new SessionPayload
        {
            Spec = JsonSerializer.Serialize(session.Plan.Spec, DroverJson.Default.SessionSpec),
            Ports = session.Plan.Ports,
            CreatedAt = session.CreatedAt,
        },
        SessionRowsJson.Default.SessionPayload);

    /// <exception cref="JsonException">It is somebody else's text.</exception>
    public static SessionPayload Parse(string text) => JsonSerializer.Deserialize(text, SessionRowsJson.Default.SessionPayload) ?? throw new JsonException("The payload is null.");

    public SessionPlan Plan() => new(PlacedSpec.Of(JsonSerializer.Deserialize(Spec, DroverJson.Default.SessionSpec)!), Ports);
}
